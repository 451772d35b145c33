// The official layouts at their published sizes, generated here: what a manifest of each holds.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "support/benchmark_generator.hpp"
#include "support/manifest.hpp"
#include "support/plugins.hpp"
#include "support/temporary_folder.hpp"
#include "support/variable.hpp"

namespace unseen {
namespace {

class GeneratedBenchmark : public ::testing::Test {
 protected:
  std::unique_ptr<Dataset> opened(const std::string& plugin, const std::filesystem::path& root,
                                  const std::string& params = "{}") const {
    auto dataset = make_dataset(plugin, params);
    dataset->open(root);
    return dataset;
  }

  /// Every published count holds, nothing is absent, no id stands for two videos, and splits share none.
  void expect_complete(const Dataset& dataset) const {
    std::vector<Video> all;
    std::set<std::string> ids;
    for (const auto& split : dataset.splits()) {
      const auto manifest = dataset.manifest(split);
      EXPECT_TRUE(manifest.absent.empty()) << split;
      for (const auto& video : manifest.videos) {
        EXPECT_TRUE(ids.insert(video.id).second) << video.id;
        EXPECT_EQ(video.split, split) << video.id;
        all.push_back(video);
      }
    }
    for (const auto& published : dataset.published()) {
      if (published.split == "train" && published.videos > 10'000)
        continue;  // DFDC's parts: two of fifty here
      EXPECT_EQ(count(all, published), published.videos)
          << published.split << " " << published.label << " " << published.method;
    }
  }

  TemporaryFolder folder;
  const Variable cache{"UNSEEN_CACHE", (folder.path() / "cache").string()};
  const BenchmarkGenerator generator{folder.path()};
};

TEST_F(GeneratedBenchmark, FaceForensicsIsWhole) {
  const auto root = generator.faceforensics();
  const auto dataset =
      opened("faceforensics", root,
             R"({"methods":["Deepfakes","Face2Face","FaceSwap","NeuralTextures","FaceShifter"]})");
  expect_complete(*dataset);
  EXPECT_EQ(dataset->published().size(), 3U * 6);
}

TEST_F(GeneratedBenchmark, CelebDfIsWhole) { expect_complete(*opened("celebdf", generator.celebdf())); }

TEST_F(GeneratedBenchmark, DfdcpIsWhole) {
  const auto dataset = opened("dfdcp", generator.dfdcp());
  expect_complete(*dataset);
  const auto train = dataset->manifest("train").videos.size();
  EXPECT_EQ(train + dataset->manifest("test").videos.size(), 5000U);
}

TEST_F(GeneratedBenchmark, BothReleasesOfDfdcAreWhole) {
  const auto root = generator.dfdc();
  for (const auto* release : {"test", "validation"})
    expect_complete(*opened("dfdc", root, std::string{R"({"release":")"} + release + "\"}"));
  EXPECT_EQ(opened("dfdc", root)->manifest("train").videos.size(), 800U);
}

TEST_F(GeneratedBenchmark, WildDeepfakeIsWhole) {
  expect_complete(*opened("wilddeepfake", generator.wilddeepfake()));
}

TEST_F(GeneratedBenchmark, PreparedFacesAreWhole) {
  const auto dataset = opened("dfb_prepared", generator.dfb_prepared(), R"({"list":"Celeb-DF-v2.json"})");
  const auto test = dataset->manifest("test");
  EXPECT_EQ(test.videos.size(), 518U);
  EXPECT_TRUE(test.absent.empty());
}

TEST_F(GeneratedBenchmark, AListOfFiveThousandIsWhole) {
  const auto dataset = opened("video_folder", generator.video_folder(), R"({"list":"videos.csv"})");
  expect_complete(*dataset);
  EXPECT_EQ(dataset->splits(), (std::vector<std::string>{"train", "test"}));
  EXPECT_EQ(dataset->manifest("train").videos.size(), 4000U);
}

}  // namespace
}  // namespace unseen
