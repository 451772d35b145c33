// What researchers ask of runs together: which is better, by how much, and is it noise; and several tables at
// once.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "laboratory.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

const char* const kTwoRules = R"([[sweep]]
axis = "rule"
values = [
  { label = "ERM", set = { "regularizer.plugin" = "erm" } },
  { label = "+PIM", set = { "regularizer.plugin" = "gradreg_pim" } },
]

[table]
rows = ["rule"]
)";

std::string two_rules() {
  return with(with(Laboratory::one_epoch(), "[table]\nrows = []\n", kTwoRules), "seeds = [1]",
              "seeds = [1, 2]");
}

/// The same under another name and with the rules as columns.
void write_turned(const Laboratory& lab) {
  lab.folder().write("experiments/turned.toml",
                     with(with(two_rules(), "name = \"tiny\"", "name = \"turned\""),
                          "rows = [\"rule\"]\ncolumns = \"test\"", "rows = \"test\"\ncolumns = \"rule\""));
}

TEST(Questions, AreAnsweredAcrossRuns) {
  const Laboratory lab{two_rules()};
  write_turned(lab);
  const Words both{lab.experiment().string(), (lab.folder().path() / "experiments/turned.toml").string()};

  // Before anything is trained: what two experiments share.
  const auto dry = lab.unseen(Words{"run", "--dry-run"} + both);
  ASSERT_TRUE(ended(dry, 0));
  EXPECT_TRUE(
      says(dry.out, "2 experiments ask for 8 runs: 4 to train once each, 4 of them shared, 0 finished"));
  EXPECT_TRUE(says(dry.out, "tiny, turned"));
  ASSERT_TRUE(ended(lab.unseen(Words{"run"} + both), 0));
  EXPECT_EQ(lab.value("SELECT count(*) FROM run"), "4");

  const auto compared = lab.unseen({"compare", "rule=ERM", "regularizer=gradreg_pim", "--pairs"});
  ASSERT_TRUE(ended(compared, 0));
  EXPECT_TRUE(says(compared.out, "A  rule=ERM: 2 runs, seeds 1, 2"));
  EXPECT_TRUE(says(compared.out, "regularizer.plugin"));
  EXPECT_TRUE(says(compared.out, "2000 resamples, seed 1"));
  EXPECT_TRUE(says(compared.out, "(n=2)"));
  EXPECT_TRUE(says(compared.out, "validation AUC A"));

  const auto json =
      lab.unseen({"compare", "rule=ERM,seed=1", "rule=+PIM,seed=1", "--json", "--metric", "video_logloss"});
  ASSERT_TRUE(ended(json, 0));
  const auto document = nlohmann::json::parse(json.out);
  ASSERT_EQ(document["tests"].size(), 1U);
  const auto first =
      std::stod(lab.value("SELECT value FROM v_final f JOIN v_runs r ON r.run_id = f.run_id WHERE "
                          "metric = 'video_logloss' AND regularizer = 'erm' AND seed = 1"));
  EXPECT_NEAR(document["tests"][0]["first"].get<double>(), first, 1e-12)
      << "recomputed from the stored scores";

  const auto wrong = lab.unseen({"compare", "rule=ERM", "rule=PIM"});
  EXPECT_TRUE(ended(wrong, 2));
  EXPECT_TRUE(says(wrong.err, "no such run has rule=PIM; there are: +PIM, ERM"));

  const auto tables = lab.unseen(Words{"table"} + both);
  ASSERT_TRUE(ended(tables, 0));
  EXPECT_TRUE(says(tables.out, "| rule |")) << tables.out;
  EXPECT_TRUE(says(tables.out, "| test  |")) << tables.out;
  const auto written = lab.unseen(Words{"table"} + both + Words{"--out", "made/tables"});
  ASSERT_TRUE(ended(written, 0));
  for (const auto* extension : {"md", "tex", "csv", "json", "html"})
    EXPECT_TRUE(fs::exists(lab.folder().path() / "made/tables" / (std::string{"turned."} + extension)))
        << extension;
  EXPECT_TRUE(says(content(lab.folder().path() / "made/tables/tiny.html"), "title=\"run "));
}

TEST(Annotations, AreToldByShowAndFilterRuns) {
  const Laboratory lab{two_rules()};
  ASSERT_TRUE(ended(lab.run(), 0));
  ASSERT_TRUE(ended(lab.unseen({"tag", "rule=ERM", "--add", "baseline", "--add", "old"}), 0));
  ASSERT_TRUE(ended(lab.unseen({"tag", "rule=ERM,seed=2", "--remove", "old"}), 0));
  ASSERT_TRUE(ended(lab.unseen({"note", "tag=old", "the first of its kind"}), 0));
  const auto shown = lab.unseen({"show", lab.value("SELECT run_id FROM v_tags WHERE tag = 'old'")});
  EXPECT_TRUE(says(shown.out, "tags       baseline, old"));
  EXPECT_TRUE(says(shown.out, "the first of its kind"));
  const auto listed = lab.unseen({"ls", "tag=baseline,seed=2"});
  EXPECT_TRUE(says(listed.out, "erm"));
  EXPECT_FALSE(says(listed.out, "gradreg_pim"));
  EXPECT_TRUE(ended(lab.unseen({"compare", "tag=baseline", "rule=+PIM"}), 0));
  const auto refused = lab.unseen({"ls", "tag=basline"});
  EXPECT_TRUE(ended(refused, 2));
  EXPECT_TRUE(says(refused.err, "no such run has tag=basline; there are: baseline, old"));
  EXPECT_TRUE(ended(lab.unseen({"tag", "rule=ERM", "--add", "a=b"}), 2));

  for (const auto* format : {"csv", "jsonl", "tensorboard"})
    ASSERT_TRUE(ended(
        lab.unseen({"export", "tag=baseline", "--format", format, "--out", std::string{"out/"} + format}),
        0));
  const auto curves = content(lab.folder().path() / "out/csv/curves.csv");
  const auto rows = lab.value(
      "SELECT count(*) FROM v_curves c JOIN v_tags t ON t.run_id = c.run_id AND t.tag = 'baseline'");
  EXPECT_EQ(std::to_string(std::count(curves.begin(), curves.end(), '\n') - 1), rows);
  const auto lines = content(lab.folder().path() / "out/jsonl/final.jsonl");
  const auto first = nlohmann::json::parse(lines.substr(0, lines.find('\n')));
  EXPECT_TRUE(first["value"].is_number()) << first;
  EXPECT_EQ(std::distance(fs::directory_iterator{lab.folder().path() / "out/tensorboard"}, {}), 2);
}

TEST(Export, IsReadByTensorBoardItself) {
  const auto* python = std::getenv("UNSEEN_TENSORBOARD_PYTHON");
  if (python == nullptr) GTEST_SKIP() << "needs $UNSEEN_TENSORBOARD_PYTHON: a Python that has tensorboard";
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run(), 0));
  ASSERT_TRUE(
      ended(lab.unseen({"export", "regularizer=erm", "--format", "tensorboard", "--out", "events"}), 0));
  const auto folder = lab.folder().path() / "events" / lab.value("SELECT run_id FROM run");
  const auto read = finished(python,
                             {"-c", R"(
import sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0})
events.Reload()
for tag in events.Tags()["scalars"]:
    for scalar in events.Scalars(tag):
        print(tag, scalar.step, repr(scalar.value), sep="\t")
)",
                              folder.string()},
                             {lab.folder().path(), {}, {}});
  ASSERT_EQ(read.code, 0) << read.err;

  std::map<std::pair<std::string, std::string>, float> found;
  std::istringstream lines{read.out};
  for (std::string tag, step, value;
       std::getline(lines, tag, '\t') && std::getline(lines, step, '\t') && std::getline(lines, value);)
    found[{tag, step}] = std::stof(value);
  const auto logged = lab.rows(
      "SELECT metric, step, value FROM v_curves WHERE value IS NOT NULL UNION ALL SELECT 'test/' || test || "
      "'/' || "
      "metric, (SELECT max(step) FROM v_curves), value FROM v_final WHERE value IS NOT NULL");
  EXPECT_EQ(found.size(), logged.size()) << read.out;
  for (const auto& row : logged)
    EXPECT_EQ((found[{row[0], row[1]}]), static_cast<float>(std::stod(row[2]))) << row[0] << " at " << row[1];
}

TEST(Questions, LeaveTheOthersTheirTablesWhereOneHasNone) {
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0));
  lab.folder().write("experiments/wrong.toml", "name = 3\n");
  const auto tables = lab.unseen({"table", "experiments/wrong.toml", lab.experiment().string()});
  EXPECT_TRUE(ended(tables, 2));
  EXPECT_TRUE(says(tables.err, "wrong.toml:1"));
  EXPECT_TRUE(says(tables.out, "| drawn |")) << tables.out;
}

}  // namespace
}  // namespace unseen
