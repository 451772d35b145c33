// The benchmarks at their published sizes, as trees of names: the data path works beyond the mini sets.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "data/written_video.hpp"
#include "laboratory.hpp"
#include "support/benchmark_generator.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// A clip of two frames that decodes.
std::string clip() {
  const TemporaryFolder folder;
  write_video(folder.path() / "clip.mp4", 2, {16, 16});
  return content(folder.path() / "clip.mp4");
}

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
  const BenchmarkGenerator decodable{lab.folder().path() / "decodable", clip()};
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

/// What a table says beside `name`, without its widths.
std::string row(const std::string& table, const std::string& name) {
  std::istringstream lines{table};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words{line};
    std::string text;
    for (std::string word; words >> word;) text += text.empty() ? word : " " + word;
    if (text.starts_with(name)) return text;
  }
  return "";
}

TEST_F(GeneratedTrees, ArePreparedWhole) {
  const auto prepared = [&](const std::string& plugin, const fs::path& root, const Words& more = {}) {
    const auto command = lab.unseen(
        Words{"prepare", plugin, "--root", root.string(), "--split", "test", "--set", "faces.frames=2"} +
        more);
    EXPECT_TRUE(ended(command, 0)) << plugin;
    return row(command.out, plugin + " test");
  };
  // videos, absent, frames, with a face (or whole), faces, faceless, missing, cut now
  EXPECT_EQ(prepared("faceforensics", decodable.faceforensics(), {"--set", "dataset.methods=" + kFive}),
            "faceforensics test 840 0 1680 1680 1680 0 0 840");
  EXPECT_EQ(prepared("celebdf", decodable.celebdf()), "celebdf test 518 0 1036 1036 1036 0 0 518");
  EXPECT_EQ(prepared("dfdcp", decodable.dfdcp()), "dfdcp test 715 0 1430 1430 1430 0 0 715");
  const auto dfdc = decodable.dfdc();
  EXPECT_EQ(prepared("dfdc", dfdc), "dfdc test 5000 0 10000 10000 10000 0 0 5000");
  EXPECT_EQ(prepared("dfdc", dfdc, {"--set", "dataset.release=validation"}),
            "dfdc test 4000 0 8000 8000 8000 0 0 4000");
  // Copied into the store out of the tars; what lies unpacked is read where it lies.
  EXPECT_EQ(prepared("wilddeepfake", decodable.wilddeepfake()),
            "wilddeepfake test 1514 0 1514 1514 1514 0 0 1055");
  EXPECT_EQ(prepared("dfb_prepared", decodable.dfb_prepared(), {"--set", "dataset.list=Celeb-DF-v2.json"}),
            "dfb_prepared test 518 0 1036 1036 1036 0 0 0");
  EXPECT_EQ(prepared("video_folder", decodable.video_folder(), {"--set", "dataset.list=videos.csv"}),
            "video_folder test 1000 0 2000 2000 2000 0 0 1000");
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
