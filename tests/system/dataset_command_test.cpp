// `unseen dataset`: what a data set holds, before anything is decoded; and experiments that ask for all of
// it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>

#include "laboratory.hpp"
#include "support/test_data.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// Celeb-DF in small: three videos listed for tests, one of them absent, and two others.
class DatasetCommand : public ::testing::Test {
 protected:
  DatasetCommand() {
    for (const auto* name : {"Celeb-real/id0_0000", "Celeb-real/id1_0000", "YouTube-real/00001",
                             "Celeb-synthesis/id0_id1_0000", "Celeb-synthesis/id1_id0_0000"})
      lab.folder().write(std::string{"cdf/"} + name + ".mp4", "no video: nothing may decode it");
    lab.folder().write("cdf/List_of_testing_videos.txt",
                       "1 Celeb-real/id0_0000.mp4\n0 Celeb-synthesis/id0_id1_0000.mp4\n"
                       "1 YouTube-real/00009.mp4\n");
  }

  Finished dataset(const Words& words) const { return lab.unseen(Words{"dataset"} + words); }

  Finished dry_run(const std::string& keys) const {
    return lab.run({"--dry-run", "--set",
                    "test=[{name=\"CDF\",dataset={plugin=\"celebdf\",root=\"../cdf\"" + keys + "}}]"});
  }

  const Laboratory lab;
};

bool has_row(const std::string& out, const std::string& row) {
  return std::regex_search(out, std::regex{"\n" + std::regex_replace(row, std::regex{" "}, " +") + " *\n"});
}

TEST_F(DatasetCommand, CountsBesideWhatIsPublishedAndNamesWhatIsAbsent) {
  const auto found = dataset({"celebdf", "--root", "cdf"});
  EXPECT_TRUE(ended(found, 1)) << "a listed file is absent";
  for (const auto* row : {"split label method videos published", "train real real 2 712",
                          "train fake Celeb-synthesis 1 5299", "test real real 1 178",
                          "test fake Celeb-synthesis 1 340", "absent: 1", " test YouTube-real/00009.mp4"})
    EXPECT_TRUE(has_row(found.out, row)) << row << "\n" << found.out;
  EXPECT_EQ(found.err, "");
  EXPECT_TRUE(ended(dataset({"celebdf", "--root", "cdf", "--split", "train"}), 0));
}

TEST_F(DatasetCommand, KnowsTheNamesOfRoots) {
  lab.folder().write("roots.toml", "own = \"cdf\"\n");
  EXPECT_TRUE(has_row(dataset({"celebdf", "--root", "@own"}).out, "absent: 1"));
  const auto unknown = dataset({"celebdf", "--root", "@mine"});
  EXPECT_TRUE(ended(unknown, 2));
  EXPECT_TRUE(says(unknown.err, "write mine = \"DIR\" into a roots.toml"));
}

TEST_F(DatasetCommand, SaysTheSameAsJson) {
  const auto found = dataset({"celebdf", "--root", "cdf", "--json"});
  EXPECT_TRUE(ended(found, 1));
  const auto json = nlohmann::json::parse(found.out);
  EXPECT_EQ(json["dataset"]["plugin"], "celebdf");
  EXPECT_EQ(json["root"], (lab.folder().path() / "cdf").string());
  EXPECT_EQ(json["counts"].size(), 4U);
  EXPECT_EQ(json["counts"][2]["split"], "test");
  EXPECT_EQ(json["counts"][2]["label"], 0);
  EXPECT_EQ(json["counts"][2]["videos"], 1);
  EXPECT_EQ(json["counts"][2]["published"], 178);
  EXPECT_EQ(json["absent"],
            nlohmann::json::parse(R"([{"split": "test", "path": "YouTube-real/00009.mp4"}])"));
}

TEST_F(DatasetCommand, TakesThePluginsParameters) {
  lab.folder().write("dfdc/test/labels.csv", "filename,label\na.mp4,0\n");
  lab.folder().write("dfdc/validation/labels.csv", "filename,label\na.mp4,1\nb.mp4,0\n");
  for (const auto* name : {"test/a", "validation/a", "validation/b"})
    lab.folder().write(std::string{"dfdc/"} + name + ".mp4", "x");
  const Words words{"dfdc", "--root", "dfdc", "--split", "test"};
  EXPECT_TRUE(has_row(dataset(words).out, "test any any 1 5000"));
  const auto validation = dataset(words + Words{"release=validation"});
  EXPECT_TRUE(ended(validation, 0));
  EXPECT_TRUE(has_row(validation.out, "test fake fake 1 2000"));
  const auto wrong = dataset(words + Words{"relase=validation"});
  EXPECT_TRUE(ended(wrong, 2));
  EXPECT_TRUE(says(wrong.err, "did you mean \"release\""));
  EXPECT_TRUE(ended(dataset(words + Words{"validation"}), 2));
  EXPECT_TRUE(ended(dataset(words + Words{"release=test", "release=test"}), 2));
}

TEST_F(DatasetCommand, PointsOutVideosThatTwoSplitsShare) {
  lab.folder().write("set.json",
                     R"({"X": {"X_real": {"train": {"a": {"label": "X_real", "frames": ["S/a/1.png"]}},
                                                   "test": {"a": {"label": "X_real", "frames": ["S/a/1.png"]}}}}})");
  lab.folder().write("S/a/1.png", "x");
  const auto found = dataset({"dfb_prepared", "--root", ".", "list=set.json"});
  EXPECT_TRUE(ended(found, 0));
  EXPECT_TRUE(says(found.out, "1 videos are in test and in train"));
}

TEST_F(DatasetCommand, NeedsNoRootForWhatIsDrawn) {
  const auto drawn = dataset({"procedural", "identities=2", "methods=[\"seam\"]"});
  EXPECT_TRUE(ended(drawn, 0));
  EXPECT_TRUE(has_row(drawn.out, "test fake seam 2 -"));
}

TEST_F(DatasetCommand, RefusesWhatIsNotThere) {
  const auto unknown = dataset({"celebdff", "--root", "cdf"});
  EXPECT_TRUE(ended(unknown, 2));
  EXPECT_TRUE(says(unknown.err, "did you mean \"celebdf\""));
  EXPECT_TRUE(says(dataset({"celebdf"}).err, "--root DIR"));
  EXPECT_TRUE(says(dataset({"celebdf", "--root", "nowhere"}).err, "nowhere: is no folder"));
  EXPECT_TRUE(says(dataset({"celebdf", "--root", "cdf", "--split", "val"}).err, "unknown split"));
  fs::remove(lab.folder().path() / "cdf/List_of_testing_videos.txt");
  const auto unlisted = dataset({"celebdf", "--root", "cdf"});
  EXPECT_TRUE(ended(unlisted, 2));
  EXPECT_EQ(unlisted.out, "");
}

TEST_F(DatasetCommand, RefusesTwoVideosOfOneId) {
  lab.folder().write("wdf/real_test/0/a/real/1/1.png", "x");
  lab.folder().write("wdf/real_test/0/b/real/1/1.png", "x");
  const auto found = dataset({"wilddeepfake", "--root", "wdf", "--split", "test"});
  EXPECT_TRUE(ended(found, 2));
  EXPECT_TRUE(says(found.err, "one id, \"real_test/0/1\""));
}

TEST_F(DatasetCommand, AnExperimentMayDemandCompleteness) {
  const auto refused = dry_run(",require_complete=true");
  EXPECT_TRUE(ended(refused, 2));
  for (const auto* part :
       {"[[test]] \"CDF\"", "1 listed files are absent and 2 videos there", "YouTube-real/00009.mp4"})
    EXPECT_TRUE(says(refused.err, part));
  EXPECT_TRUE(ended(dry_run(""), 0)) << "a partial set is accepted where nothing is said";
  lab.folder().write("cdf/YouTube-real/00009.mp4", "x");
  EXPECT_TRUE(ended(dry_run(",require_complete=true"), 0));
}

TEST_F(DatasetCommand, APartialSetIsAnotherThanTheWhole) {
  const auto planned = [&] {
    const auto done = lab.run({"--dry-run", "--plan", "--set",
                               "test=[{name=\"CDF\",dataset={plugin=\"celebdf\",root=\"../cdf\"}}]"});
    EXPECT_TRUE(ended(done, 0));
    return lab.value("SELECT identity FROM plan_test LIMIT 1");
  };
  const auto partial = planned();
  lab.folder().write("cdf/YouTube-real/00009.mp4", "x");
  EXPECT_NE(planned(), partial);
}

TEST_F(DatasetCommand, CountsTheSmallBenchmarks) {
  if (test_data("mini_ffpp").empty()) GTEST_SKIP() << kNoTestData;
  const auto ffpp = dataset({"faceforensics", "--root", test_data("mini_ffpp").string()});
  EXPECT_TRUE(ended(ffpp, 0));
  EXPECT_TRUE(has_row(ffpp.out, "train fake NeuralTextures 72 720")) << ffpp.out;
  const auto cdf = dataset({"celebdf", "--root", test_data("mini_celebdf").string()});
  EXPECT_TRUE(ended(cdf, 0));
  EXPECT_TRUE(has_row(cdf.out, "absent: 0")) << cdf.out;
}

}  // namespace
}  // namespace unseen
