// The paper's nine tables as experiments: planned without data, with the published numbers beside what is
// missing.
#include <gtest/gtest.h>

#include "laboratory.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

Words tables_in(const std::string& folder) {
  Words files;
  for (int i = 1; i <= 9; ++i)
    files.push_back((fs::path{UNSEEN_PROJECT} / folder / ("table" + std::to_string(i) + ".toml")).string());
  return files;
}

TEST(Paper, NeedsFewerRunsThanItsTablesAskFor) {
  const Laboratory lab;
  const auto dry =
      lab.unseen(Words{"run", "--dry-run", "--plan", "--db", "r.db"} + tables_in("experiments/paper"));
  ASSERT_TRUE(ended(dry, 0));
  EXPECT_TRUE(
      says(dry.out, "9 experiments ask for 66 runs: 54 to train once each, 6 of them shared, 0 finished"));
  EXPECT_TRUE(says(dry.out, "paper-table4, paper-table5, paper-table6, paper-table7, paper-table8"))
      << "GradReg-PIM on ConvNeXt-base without augmentation";

  const auto tables =
      lab.unseen(Words{"table", "--db", "r.db", "--out", "t"} + tables_in("experiments/paper"));
  ASSERT_TRUE(ended(tables, 0));
  const auto text = [&](const std::string& name) { return content(lab.folder().path() / "t" / name); };
  EXPECT_TRUE(says(text("paper-table1.md"), "| published    | 1.0000 | 0.4329 | 0.6672 | 0.6740 |"));
  EXPECT_TRUE(says(text("paper-table2.md"), "Video accuracy ↑"));
  EXPECT_TRUE(says(text("paper-table4.csv"),
                   "With,ConvNeXt-base,+PIM,Average,video_auc,,,0,1,,,incomplete,,0.7831,"));
  EXPECT_TRUE(says(text("paper-table5.md"), "The first 13 rows are published numbers."));
  EXPECT_TRUE(says(text("paper-table9.tex"), "$\\alpha$ + $\\beta$"));
}

TEST(Paper, HasTablesThatLatexCompiles) {
  if (!fs::exists("/usr/bin/pdflatex")) GTEST_SKIP() << "needs pdflatex";
  const Laboratory lab;
  ASSERT_TRUE(ended(
      lab.unseen(Words{"run", "--dry-run", "--plan", "--db", "r.db"} + tables_in("experiments/paper")), 0));
  ASSERT_TRUE(
      ended(lab.unseen(Words{"table", "--db", "r.db", "--out", "t"} + tables_in("experiments/paper")), 0));
  std::string document =
      "\\documentclass{article}\n\\usepackage[utf8]{inputenc}\n\\usepackage{booktabs}\n\\begin{document}\n";
  for (int i = 1; i <= 9; ++i) document += "\\input{t/paper-table" + std::to_string(i) + "}\n";
  lab.folder().write("all.tex", document + "\\end{document}\n");
  const auto compiled =
      finished("/usr/bin/pdflatex", {"-interaction=nonstopmode", "-halt-on-error", "all.tex"},
               {lab.folder().path(), {}, {}});
  EXPECT_EQ(compiled.code, 0) << compiled.out;
  EXPECT_TRUE(fs::exists(lab.folder().path() / "all.pdf"));
}

TEST(Paper, DrawsItsFiguresFromTheRunsOfItsTables) {
  const Laboratory lab;
  auto files = tables_in("experiments/paper");
  for (const auto* figure : {"figure1", "figure3", "figure4"})
    files.push_back(
        (fs::path{UNSEEN_PROJECT} / "experiments/paper" / (std::string{figure} + ".toml")).string());
  const auto dry = lab.unseen(Words{"run", "--dry-run", "--db", "r.db"} + files);
  ASSERT_TRUE(ended(dry, 0));
  EXPECT_TRUE(says(dry.out, "12 experiments ask for 74 runs: 54 to train once each"));
  ASSERT_TRUE(ended(lab.unseen(Words{"run", "--dry-run", "--plan", "--db", "r.db"} + files), 0));
  const auto tables = lab.unseen(Words{"table", "--db", "r.db", "--out", "t"} + files);
  EXPECT_TRUE(ended(tables, 0)) << "the figures are passed over";
  EXPECT_TRUE(says(tables.err, "figure4.toml: has no [table], passed over"));
  EXPECT_TRUE(fs::exists(lab.folder().path() / "t/paper-table9.html"));
}

}  // namespace
}  // namespace unseen
