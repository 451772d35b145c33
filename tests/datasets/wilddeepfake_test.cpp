#include <gtest/gtest.h>

#include <future>
#include <random>

#include <opencv2/imgcodecs.hpp>

#include "support/input_error.hpp"
#include "support/manifest.hpp"
#include "support/plugins.hpp"
#include "support/tar_file.hpp"
#include "support/temporary_folder.hpp"
#include "support/variable.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// The bytes of a PNG whose red channel is `red`.
std::string png(int red) {
  std::vector<std::uint8_t> bytes;
  cv::imencode(".png", cv::Mat(16, 16, CV_8UC3, cv::Scalar(0, 0, red)), bytes);
  return {bytes.begin(), bytes.end()};
}

int red_of(const cv::Mat& picture) { return picture.at<cv::Vec3b>(3, 3)[0]; }

/// Sequences 0 and 1 of a tar of a class, three frames each, in an order that no number gives. The frame `n`
/// of sequence `s` has the red value base + 10 s + n.
TarMembers members(const std::string& number, const std::string& label, int base) {
  TarMembers result;
  for (const auto* sequence : {"1", "0"}) {
    for (const auto frame : {2, 0, 1}) {
      const auto name = number + "/" + label + "/" + sequence + "/" + std::to_string(frame * 50) + ".png";
      result.emplace_back(name, png(base + 10 * (sequence[0] - '0') + frame));
    }
  }
  return result;
}

class WildDeepfake : public ::testing::Test {
 protected:
  std::unique_ptr<Dataset> opened(const fs::path& below = "") const {
    auto dataset = make_dataset("wilddeepfake");
    dataset->open(root.path() / below);
    return dataset;
  }

  void tar(const std::string& name, const std::string& label, int base, bool compressed = true) const {
    const auto file = root.path() / name;
    write_tar(file, members(file.filename().string().substr(0, 1), label, base), compressed);
  }

  void unpacked(const std::string& folder, const std::string& number, const std::string& label,
                int base) const {
    for (const auto& [name, content] : members(number, label, base)) root.write(folder + "/" + name, content);
  }

  /// Both classes of the test split: two tars of the real class, one of the fake.
  void packed() const {
    tar("real_test/0.tar.gz", "real", 0);
    tar("real_test/1.tar.gz", "real", 50, false);
    tar("fake_test/0.tar.gz", "fake", 100);
  }

  static std::string damage(const Dataset& dataset, const Video& video) {
    try {
      dataset.read(video, 0);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

  std::string failure() const {
    try {
      opened()->manifest("test");
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

  TemporaryFolder root, cached;
  const Variable cache{"UNSEEN_CACHE", cached.path().string()};
};

TEST_F(WildDeepfake, KeepsEqualNumbersOfClassesAndTarsApart) {
  packed();
  const std::map<std::string, int> wanted{{"real_test/0/0", 0}, {"real_test/0/1", 0}, {"real_test/1/0", 0},
                                          {"real_test/1/1", 0}, {"fake_test/0/0", 1}, {"fake_test/0/1", 1}};
  EXPECT_EQ(labels_of(opened()->manifest("test")), wanted);
  EXPECT_EQ(by_id(opened()->manifest("test")).at("fake_test/0/0").method, "fake");
}

TEST_F(WildDeepfake, ReadsCompressedAndPlainTarsByTheNumbersOfTheirFrames) {
  packed();
  const auto dataset = opened();
  for (const auto& video : dataset->manifest("test").videos) {
    ASSERT_EQ(video.frames, 3) << video.id;
    EXPECT_TRUE(video.in_archive);
    const auto first = (video.label == 1 ? 100 : video.id[10] == '1' ? 50 : 0) + (video.id.back() - '0') * 10;
    for (int frame = 0; frame < 3; ++frame)
      EXPECT_EQ(red_of(dataset->read(video, frame)), first + frame) << video.id;
  }
}

TEST_F(WildDeepfake, GivesTheSameManifestPackedAndUnpacked) {
  packed();
  const auto packed_videos = opened()->manifest("test").videos;
  const auto dataset = [&] {
    for (const auto* folder : {"real_test", "fake_test"}) fs::remove_all(root.path() / folder);
    unpacked("real test", "0", "real", 0);
    unpacked("real test/1", "1", "real", 50);  // unpacked in a folder of its own
    unpacked("fake test", "0", "fake", 100);
    return opened();
  }();
  const auto videos = dataset->manifest("test").videos;
  ASSERT_EQ(videos.size(), packed_videos.size());
  for (std::size_t i = 0; i < videos.size(); ++i) {
    EXPECT_EQ(videos[i].id, packed_videos[i].id);
    EXPECT_EQ(videos[i].label, packed_videos[i].label);
    EXPECT_EQ(videos[i].bytes, packed_videos[i].bytes);
    EXPECT_EQ(videos[i].frames, packed_videos[i].frames);
    EXPECT_FALSE(videos[i].in_archive);
  }
  EXPECT_EQ(red_of(dataset->read(videos[3], 2)), 62);
}

TEST_F(WildDeepfake, NamesItsTarsAsLists) {
  packed();
  const std::vector<fs::path> wanted{"real_test/0.tar.gz", "real_test/1.tar.gz", "fake_test/0.tar.gz"};
  const auto manifest = opened()->manifest("test");
  EXPECT_EQ(manifest.lists, wanted);
  for (const auto& video : manifest.videos)
    EXPECT_TRUE(contains(video.path.generic_string(), ".tar.gz/")) << "the path begins with the archive's";
}

TEST_F(WildDeepfake, TakesTheTarWhereItLiesBesideItsFolder) {
  packed();
  unpacked("fake_test", "0", "fake", 100);
  fs::remove_all(root.path() / "fake_test/0/fake/1");  // unpacked in part
  EXPECT_EQ(opened()->manifest("test").videos.size(), 6U);
}

TEST_F(WildDeepfake, MayLieInTheFolderThatItsAuthorsName) {
  tar("deepfake_in_the_wild/real train/0.tar.gz", "real", 0);
  tar("deepfake_in_the_wild/fake train/0.tar.gz", "fake", 0);
  for (const auto* below : {"", "deepfake_in_the_wild"})
    EXPECT_EQ(labels_of(opened(below)->manifest("train")).at("fake_train/0/1"), 1);
}

TEST_F(WildDeepfake, RefusesOneClassInTwoPlaces) {
  packed();
  tar("real test/7.tar.gz", "real", 0);
  EXPECT_TRUE(contains(input_error_of([&] { opened()->manifest("test"); }), "keep one of the two folders"));
}

TEST_F(WildDeepfake, ReadsTheSequencesThatFollowInTheSamePass) {
  packed();
  const auto dataset = opened();
  const auto videos = by_id(dataset->manifest("test"));
  EXPECT_EQ(red_of(dataset->read(videos.at("real_test/0/0"), 0)), 0);
  fs::remove(root.path() / "real_test/0.tar.gz");
  EXPECT_EQ(red_of(dataset->read(videos.at("real_test/0/0"), 2)), 2);
  EXPECT_EQ(red_of(dataset->read(videos.at("real_test/0/1"), 1)), 11) << "its tar would be passed over again";
}

TEST_F(WildDeepfake, GivesTheSameFramesToManyThreadsInAnyOrder) {
  packed();
  const auto dataset = opened();
  const auto videos = dataset->manifest("test").videos;
  const auto read_all = [&](unsigned seed) {
    std::mt19937 random{seed};
    for (int i = 0; i < 200; ++i) {
      const auto& video = videos[random() % videos.size()];
      const auto frame = static_cast<int>(random() % 3);
      const auto first = (video.label == 1      ? 100
                          : video.id[10] == '1' ? 50
                                                : 0) +
                         (video.id.back() - '0') * 10;
      if (red_of(dataset->read(video, frame)) != first + frame) return false;
    }
    return true;
  };
  std::vector<std::future<bool>> readers;
  for (unsigned seed = 0; seed < 4; ++seed) readers.push_back(std::async(std::launch::async, read_all, seed));
  for (unsigned seed = 0; seed < 4; ++seed) EXPECT_TRUE(readers[seed].get()) << "seed " << seed;
}

TEST_F(WildDeepfake, ListsATarOnceAndAgainWhereItChanged) {
  tar("real_test/0.tar.gz", "real", 0);
  tar("fake_test/0.tar.gz", "fake", 0);
  EXPECT_EQ(opened()->manifest("test").videos.size(), 4U);
  const auto file = root.path() / "fake_test/0.tar.gz";
  const auto changed = fs::last_write_time(file);
  std::string bytes(fs::file_size(file), '\0');
  root.write("fake_test/0.tar.gz", bytes);
  fs::last_write_time(file, changed);
  EXPECT_EQ(opened()->manifest("test").videos.size(), 4U) << "the index was not taken";
  root.write("fake_test/0.tar.gz", bytes + "!");
  EXPECT_TRUE(contains(failure(), file.string()));
}

TEST_F(WildDeepfake, DoesWithoutAnIndexWhereNoneCanBeKept) {
  packed();
  cached.write("file", "");
  const Variable none{"UNSEEN_CACHE", (cached.path() / "file").string()};
  EXPECT_EQ(opened()->manifest("test").videos.size(), 6U);
}

TEST_F(WildDeepfake, NamesATarThatIsCutOrNone) {
  for (const auto compressed : {true, false}) {
    packed();
    tar("fake_test/0.tar.gz", "fake", 0, compressed);
    const auto file = root.path() / "fake_test/0.tar.gz";
    for (const auto share : {0.0, 0.3, 0.6}) {
      tar("fake_test/0.tar.gz", "fake", 0, compressed);
      fs::resize_file(file, static_cast<std::uintmax_t>(static_cast<double>(fs::file_size(file)) * share));
      EXPECT_TRUE(contains(failure(), file.string())) << compressed << " " << share;
    }
  }
  root.write("fake_test/0.tar.gz", "this is no tar, whatever its name says");
  EXPECT_TRUE(contains(failure(), "fake_test/0.tar.gz"));
}

TEST_F(WildDeepfake, NamesATarThatIsCutBetweenTwoFiles) {
  packed();
  const auto file = root.path() / "real_test/1.tar.gz";  // plain: header and picture take a block each
  for (const auto files : {3, 6}) {
    tar("real_test/1.tar.gz", "real", 50, false);
    fs::resize_file(file, static_cast<std::uintmax_t>(files) * 1024);
    EXPECT_TRUE(contains(failure(), file.string())) << files;
  }
}

TEST_F(WildDeepfake, TrustsNoIndexThatIsCut) {
  packed();
  EXPECT_EQ(opened()->manifest("test").videos.size(), 6U);
  for (const auto& entry : fs::directory_iterator(cached.path() / "wilddeepfake")) {
    fs::resize_file(entry.path(), fs::file_size(entry.path()) - 10);  // into its last line
  }
  EXPECT_EQ(opened()->manifest("test").videos.size(), 6U);
}

TEST_F(WildDeepfake, NamesADamagedFrameInItsTar) {
  packed();
  write_tar(root.path() / "fake_test/0.tar.gz", {{"0/fake/0/1.png", "no picture"}}, true);
  const auto dataset = opened();
  const auto video = by_id(dataset->manifest("test")).at("fake_test/0/0");
  EXPECT_TRUE(contains(damage(*dataset, video), "fake_test/0.tar.gz/0/fake/0/1.png"));
}

TEST_F(WildDeepfake, NamesATarThatChangedSinceItWasListed) {
  packed();
  const auto dataset = opened();
  const auto video = by_id(dataset->manifest("test")).at("fake_test/0/1");
  write_tar(root.path() / "fake_test/0.tar.gz", {{"0/fake/7/1.png", png(1)}}, true);
  EXPECT_TRUE(contains(damage(*dataset, video), "fake_test/0.tar.gz"));
}

TEST_F(WildDeepfake, RefusesAClassThatTheFoldersContradict) {
  packed();
  tar("fake_test/2.tar.gz", "real", 0);
  const auto message = input_error_of([&] { opened()->manifest("test"); });
  EXPECT_TRUE(contains(message, "fake_test/2.tar.gz"));
  EXPECT_TRUE(contains(message, "2/real/0"));
}

TEST_F(WildDeepfake, CountsAClassThatIsNotThere) {
  tar("real_test/0.tar.gz", "real", 0);
  const auto manifest = opened()->manifest("test");
  EXPECT_EQ(manifest.videos.size(), 2U);
  EXPECT_EQ(manifest.absent, std::vector<fs::path>{"fake_test"});
  EXPECT_TRUE(contains(input_error_of([&] { opened()->manifest("train"); }), "real_train"));
  EXPECT_TRUE(contains(input_error_of([&] { opened()->manifest("val"); }), "unknown split"));
}

}  // namespace
}  // namespace unseen
