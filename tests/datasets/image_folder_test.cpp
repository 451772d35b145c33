#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>

#include <opencv2/imgcodecs.hpp>

#include "support/input_error.hpp"
#include "support/plugins.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

class ImageFolder : public ::testing::Test {
 protected:
  /// A picture of one colour, by its red channel.
  void picture(const std::string& name, int red) const {
    const auto file = root.path() / name;
    std::filesystem::create_directories(file.parent_path());
    ASSERT_TRUE(cv::imwrite(file.string(), cv::Mat(8, 10, CV_8UC3, cv::Scalar(0, 0, red))));
  }

  std::unique_ptr<Dataset> opened() const {
    auto dataset = make_dataset("image_folder");
    dataset->open(root.path());
    return dataset;
  }

  std::map<std::string, Video> videos(const std::string& split = "test") const {
    std::map<std::string, Video> result;
    for (const auto& video : opened()->manifest(split).videos) result[video.id] = video;
    return result;
  }

  std::string damage_of(const std::string& content, const std::string& name) const {
    root.write("real/" + name, content);
    const auto dataset = opened();
    try {
      dataset->read(videos().at("real/" + name), 0);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

  TemporaryFolder root;
};

TEST_F(ImageFolder, RefusesASplitThatHasNoFolderWhereOthersHave) {
  picture("train/real/a.png", 10);
  picture("real/b.png", 10);
  EXPECT_TRUE(contains(input_error_of([&] { opened()->manifest("tset"); }), "(train), found \"tset\""));
}

TEST_F(ImageFolder, NamesALinkToNothing) {
  picture("real/a.png", 10);
  std::filesystem::create_symlink(root.path() / "gone.png", root.path() / "real/b.png");
  EXPECT_TRUE(contains(input_error_of([&] { opened()->manifest("test"); }), "real/b.png: cannot be read"));
}

TEST_F(ImageFolder, TakesAnImageForAVideoOfOneFrameAndAFolderForAVideo) {
  picture("real/a.png", 10);
  picture("real/clip/1.png", 11);
  picture("real/clip/2.png", 12);
  picture("fake/swap/b.png", 20);
  picture("fake/swap/deep/clip/1.png", 21);
  picture("fake/c.png", 30);
  const auto found = videos();
  ASSERT_EQ(found.size(), 5U);
  EXPECT_EQ(found.at("real/a.png").frames, 1);
  EXPECT_EQ(found.at("real/clip").frames, 2);
  EXPECT_EQ(found.at("real/clip").label, 0);
  EXPECT_EQ(found.at("fake/swap/b.png").method, "swap");
  EXPECT_EQ(found.at("fake/swap/deep/clip").method, "swap");
  EXPECT_EQ(found.at("fake/c.png").method, "fake");
  EXPECT_EQ(found.at("fake/c.png").label, 1);
  EXPECT_EQ(found.at("real/a.png").bytes, std::filesystem::file_size(root.path() / "real/a.png"));
}

TEST_F(ImageFolder, ReadsFramesInTheOrderOfTheirNumbersAsRgb) {
  for (const auto frame : {10, 2, 1, 33}) picture("real/clip/frame" + std::to_string(frame) + ".png", frame);
  const auto dataset = opened();
  const auto clip = videos().at("real/clip");
  int frame = 0;
  for (const auto red : {1, 2, 10, 33})
    EXPECT_EQ(dataset->read(clip, frame++).at<cv::Vec3b>(3, 3),
              cv::Vec3b(static_cast<unsigned char>(red), 0, 0));
}

TEST_F(ImageFolder, TakesTheFoldersOfASplitWhereThereAreSome) {
  picture("train/real/a.png", 1);
  picture("test/fake/swap/b.png", 2);
  EXPECT_EQ(videos("train").count("train/real/a.png"), 1U);
  EXPECT_EQ(videos("test").count("test/fake/swap/b.png"), 1U);
  EXPECT_TRUE(contains(input_error_of([&] { videos("val"); }), root.path().string()));
}

TEST_F(ImageFolder, LeavesOutWhatIsNoImage) {
  picture("real/a.png", 1);
  root.write("real/Thumbs.db", "x");
  root.write("real/.hidden.png", "x");
  root.write("real/notes/readme.txt", "x");
  EXPECT_EQ(videos().size(), 1U);
}

TEST_F(ImageFolder, GivesBytesOfRedGreenBlueWhateverTheDepthAndTheChannels) {
  picture("real/first.png", 1);  // makes the folder
  const auto write = [&](const char* name, int type, const cv::Scalar& colour) {
    ASSERT_TRUE(cv::imwrite((root.path() / "real" / name).string(), cv::Mat(7, 9, type, colour)));
  };
  write("sixteen.png", CV_16UC3, {10 * 257, 20 * 257, 200 * 257});
  write("grey.png", CV_8UC1, {90});
  write("grey16.png", CV_16UC1, {90 * 257});
  write("alpha.png", CV_8UC4, {10, 20, 200, 0});
  const std::map<std::string, cv::Vec3b> expected{{"real/sixteen.png", {200, 20, 10}},
                                                  {"real/grey.png", {90, 90, 90}},
                                                  {"real/grey16.png", {90, 90, 90}},
                                                  {"real/alpha.png", {200, 20, 10}}};
  const auto dataset = opened();
  for (const auto& [name, colour] : expected) {
    const auto read = dataset->read(videos().at(name), 0);
    ASSERT_EQ(read.type(), CV_8UC3) << name;
    EXPECT_EQ(read.size(), cv::Size(9, 7)) << name;
    EXPECT_EQ(read.at<cv::Vec3b>(6, 8), colour) << name;
  }
}

TEST_F(ImageFolder, NamesADamagedImage) {
  EXPECT_TRUE(contains(damage_of("", "empty.png"), (root.path() / "real/empty.png").string()));
  EXPECT_TRUE(contains(damage_of("not an image", "text.jpg"), "real/text.jpg"));
  EXPECT_TRUE(contains(damage_of("\xFF\xD8 half a jpeg", "half.jpg"), "real/half.jpg"));
}

TEST_F(ImageFolder, NamesAnImageThatWasCut) {
  for (const auto* name : {"whole.jpg", "whole.png"}) {
    cv::Mat noise(64, 64, CV_8UC3);
    cv::randu(noise, 0, 256);
    std::vector<std::uint8_t> bytes;
    cv::imencode(std::filesystem::path{name}.extension().string(), noise, bytes);
    const std::string half(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2));
    EXPECT_EQ(damage_of({bytes.begin(), bytes.end()}, name), "");
    EXPECT_TRUE(contains(damage_of(half, name), name));
  }
}

}  // namespace
}  // namespace unseen
