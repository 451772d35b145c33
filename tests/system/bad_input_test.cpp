// What a user gets wrong is said with the place and the remedy, before anything is trained: exit code 2.
#include <gtest/gtest.h>

#include "laboratory.hpp"
#include "pictures.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// That a command was refused as wrong input, in words that hold all `parts`, and that nothing was begun.
void expect_refused(const Laboratory& lab, const Finished& command, const Words& parts) {
  EXPECT_TRUE(ended(command, 2));
  for (const auto& part : parts) EXPECT_TRUE(says(command.err, part));
  EXPECT_EQ(command.out, "");
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_runs WHERE state <> 'finished'"),
            lab.rows("SELECT 1").empty() ? "" : "0");
}

Words trained_on(const std::string& dataset) { return {"--set", "train.dataset=" + dataset}; }

TEST(WrongExperiment, NamesLineColumnAndTheNearestKey) {
  const Laboratory lab{with(Laboratory::tiny_experiment(), "batch_size = 8", "batchsize = 8")};
  expect_refused(lab, lab.run(),
                 {lab.experiment().string() + ":22:1", "batchsize", "did you mean \"batch_size\""});
}

TEST(WrongExperiment, NamesThePlaceOfBrokenToml) {
  const Laboratory lab{with(Laboratory::tiny_experiment(), "epochs = 2", "epochs = = 2")};
  expect_refused(lab, lab.run(), {lab.experiment().string() + ":21:10"});
}

TEST(WrongExperiment, IsRefusedByTheTableToo) {
  const Laboratory lab{
      with(Laboratory::tiny_experiment(), "metric = \"video_auc\"", "metrik = \"video_auc\"")};
  expect_refused(lab, lab.table(), {":40:1", "metrik", "did you mean \"metric\""});
}

TEST(WrongExperiment, ThatIsNotThereIsNamed) {
  const Laboratory lab;
  expect_refused(lab, lab.unseen({"run", "experiments/absent.toml"}), {"experiments/absent.toml"});
}

TEST(WrongOverride, NamesTheNearestKey) {
  const Laboratory lab;
  expect_refused(lab, lab.run({"--set", "optimizer.lrr=1"}),
                 {"--set optimizer.lrr=1", "did you mean \"lr\""});
  expect_refused(lab, lab.run({"--set", "optimizer.lr=fast"}), {"--set optimizer.lr=fast", "number"});
  expect_refused(lab, lab.run({"--set", "train.batch_size=7"}), {"7 is odd", "balance = \"none\""});
}

TEST(WrongPlugin, NamesTheNearestOne) {
  const Laboratory lab;
  expect_refused(lab, lab.run({"--set", "regularizer.plugin=ermm"}),
                 {"no plugin \"ermm\"", "did you mean \"erm\""});
  expect_refused(lab, lab.run({"--set", "backbone.plugin=resnett"}),
                 {"no plugin \"resnett\"", "did you mean \"resnet\""});
}

TEST(WrongPlugin, KeyNamesTheNearestOne) {
  const Laboratory lab{
      with(Laboratory::tiny_experiment(), "plugin = \"erm\"", "plugin = \"gradreg_pim\"\nalfa = 0.5")};
  expect_refused(lab, lab.run(),
                 {lab.experiment().string() + ":11:1", "\"gradreg_pim\"", "unknown parameter \"alfa\"",
                  "did you mean \"alpha\""});
}

TEST(WrongData, AnAbsentRootIsNamedWithTheRemedy) {
  const Laboratory lab;
  const auto root = (lab.folder().path() / "absent").string();
  expect_refused(lab, lab.run(trained_on("{plugin=\"faceforensics\",root=\"" + root + "\"}")),
                 {root, "is no folder"});
  expect_refused(lab, lab.run(trained_on("{plugin=\"faceforensics\",root=\"@ffpp\"}")),
                 {"@ffpp", "roots.toml", "--set roots.ffpp=DIR"});
}

TEST(WrongData, AnEmptyRootIsNamed) {
  const Laboratory lab;
  const auto root = lab.folder().path() / "empty";
  fs::create_directories(root);
  expect_refused(lab, lab.run(trained_on("{plugin=\"faceforensics\",root=\"" + root.string() + "\"}")),
                 {root.string(), "is empty"});
}

TEST(WrongData, ARootWithoutTheSplitListsIsNamedWithTheRemedy) {
  const Laboratory lab;
  const auto root = lab.folder().path() / "ffpp";
  fs::create_directories(root / "original_sequences" / "youtube" / "c23" / "videos");
  expect_refused(lab, lab.run(trained_on("{plugin=\"faceforensics\",root=\"" + root.string() + "\"}")),
                 {(root / "train.json").string(), "split list is missing", "copy train.json"});
}

TEST(WrongData, ASplitListThatIsNoListIsNamed) {
  const Laboratory lab;
  const auto root = lab.folder().path() / "ffpp";
  lab.folder().write("ffpp/train.json", "{\"000\": ");
  expect_refused(lab, lab.run(trained_on("{plugin=\"faceforensics\",root=\"" + root.string() + "\"}")),
                 {(root / "train.json").string(), "restore the official list"});
}

TEST(WrongData, OneClassAloneHasNoAuc) {
  const Laboratory lab;
  const auto root = lab.folder().path() / "photos";
  write_pictures(root, 2);
  fs::remove_all(root / "fake");
  const auto dataset = "{plugin=\"image_folder\",root=\"" + root.string() + "\"}";
  expect_refused(lab, lab.run(trained_on(dataset)),
                 {root.string(), "no fake video", "AUC of one class is undefined"});
  expect_refused(lab, lab.run({"--set", "test=[{name=\"own\",dataset=" + dataset + "}]"}),
                 {"\"own\"", root.string(), "no fake video"});
}

TEST(WrongUsage, ExitsWithTwo) {
  const Laboratory lab;
  for (const auto& words : std::vector<Words>{{},
                                              {"trian"},
                                              {"run"},
                                              {"run", lab.experiment().string(), "--jobs", "0"},
                                              {"run", lab.experiment().string(), "--plan"},
                                              {"run", lab.experiment().string(), "--only", "ERM"},
                                              {"table", lab.experiment().string()},
                                              {"ls", "--db", "nowhere.db"},
                                              {"query", "SELECT nonsense"}}) {
    const auto command = lab.unseen(words);
    EXPECT_TRUE(ended(command, 2)) << ::testing::PrintToString(words);
    EXPECT_NE(command.err, "");
  }
}

}  // namespace
}  // namespace unseen
