// The benchmarks at their published sizes, as trees of names: the data path works beyond the mini sets.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "laboratory.hpp"
#include "support/benchmark_generator.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

class GeneratedTrees : public ::testing::Test {
 protected:
  /// What `unseen dataset` says of a whole tree: that every published count holds, but of training parts left
  /// out here.
  void expect_whole(const std::string& plugin, const fs::path& root, const Words& parameters = {}) const {
    const auto found = lab.unseen(Words{"dataset", plugin, "--root", root.string(), "--json"} + parameters);
    ASSERT_TRUE(ended(found, 0)) << plugin;
    const auto json = nlohmann::json::parse(found.out);
    std::int64_t videos = 0;
    for (const auto& count : json["counts"]) {
      if (!count["split"].is_null() && !count["method"].is_null()) videos += count["videos"].get<int>();
      if (count["published"].is_null() || count["published"] == 19154 || count["published"] == 100000)
        continue;
      EXPECT_EQ(count["videos"], count["published"]) << plugin << " " << count;
    }
    EXPECT_GE(videos, plugin == "dfb_prepared" ? 518 : 4000) << plugin;
    EXPECT_TRUE(json["absent"].empty()) << plugin;
    EXPECT_TRUE(json["shared"].empty()) << plugin;
  }

  const Laboratory lab{Laboratory::one_epoch()};
  const BenchmarkGenerator generator{lab.folder().path() / "data"};
};

const std::string kFive = R"(["Deepfakes","Face2Face","FaceSwap","NeuralTextures","FaceShifter"])";

TEST_F(GeneratedTrees, AreCountedWhole) {
  expect_whole("faceforensics", generator.faceforensics(), {"methods=" + kFive});
  expect_whole("celebdf", generator.celebdf());
  expect_whole("dfdcp", generator.dfdcp());
  const auto dfdc = generator.dfdc();
  expect_whole("dfdc", dfdc, {"release=test"});
  expect_whole("dfdc", dfdc, {"release=validation"});
  expect_whole("wilddeepfake", generator.wilddeepfake());
  expect_whole("video_folder", generator.video_folder(), {"list=videos.csv"});
  expect_whole("dfb_prepared", generator.dfb_prepared(), {"list=Celeb-DF-v2.json"});
}

TEST_F(GeneratedTrees, ArePlannedWhole) {
  const auto dataset = [](const std::string& plugin, const fs::path& root, const std::string& keys = "") {
    return "{plugin=\"" + plugin + "\",root=\"" + root.string() + "\",require_complete=true" + keys + "}";
  };
  const auto test = [&](const std::string& name, const std::string& data) {
    return "{name=\"" + name + "\",dataset=" + data + "},";
  };
  const auto ffpp = dataset("faceforensics", generator.faceforensics(), ",methods=" + kFive);
  const auto dfdc = generator.dfdc();
  const auto tests =
      test("CDF", dataset("celebdf", generator.celebdf())) +
      test("DFDCP", dataset("dfdcp", generator.dfdcp())) +
      test("DFDC", dataset("dfdc", dfdc, ",release=\"validation\"")) +
      test("DFDC test", dataset("dfdc", dfdc)) +
      test("WDF", dataset("wilddeepfake", generator.wilddeepfake())) +
      test("prepared", dataset("dfb_prepared", generator.dfb_prepared(), ",list=\"Celeb-DF-v2.json\"")) +
      test("own", dataset("video_folder", generator.video_folder(), ",list=\"videos.csv\""));
  const auto planned = lab.run({"--dry-run", "--plan", "--set", "train.dataset=" + ffpp, "--set",
                                "validate.dataset=" + ffpp, "--set", "test=[" + tests + "]"});
  ASSERT_TRUE(ended(planned, 0));
  EXPECT_TRUE(says(planned.out, "new"));
  EXPECT_FALSE(says(planned.out, "provisional"));
  EXPECT_EQ(lab.value("SELECT count(*) FROM plan_test"), "7");
}

}  // namespace
}  // namespace unseen
