#include <gtest/gtest.h>

#include "sample_tables.hpp"
#include "study/table.hpp"

namespace unseen {
namespace {

TEST(Markdown, ShowsMeanAndDeviationOverSeeds) {
  EXPECT_EQ(to_markdown(build_table(two_seeds())), R"(
**ERM & PIM, 100% fake_data**

| rule |                    CDF |                    WDF |          Average |
|------|-----------------------:|-----------------------:|-----------------:|
| ERM  |           78.12 ± 4.42 |       **56.25** ± 8.84 |     67.19 ± 6.63 |
| SAM  |       **87.50** ± 0.00 |           50.00 ± 0.00 | **68.75** ± 0.00 |
| +PIM | 93.75 (n=1/2, running) | 75.00 (n=1/2, running) |    84.38 (n=1/2) |

Video AUC (%), mean ± SD over 2 seeds (sample SD, n - 1).
Average: mean over the tests.
Bold: highest.
)" + 1);
}

TEST(Markdown, ShowsIntervalsOfOneSeed) {
  EXPECT_EQ(to_markdown(build_table(one_seed())), R"(
**A caption.**

| rule | lr    |                   mini |
|------|-------|-----------------------:|
| ERM  | 0.001 |     83.06 [70.6, 89.3] |
| SAM  | 0.001 | **90.00** [77.5, 96.2] |

Video AUC (%), one seed; [low, high]: 95 % interval (DeLong over videos).
Each number is of 14 real + 14 fake videos.
Bold: highest.
)" + 1);
}

TEST(Markdown, ShowsIntervalsOfSeveralSeedsWhereAsked) {
  auto input = two_seeds();
  for (auto& entry : input.entries) {
    entry.low = 0.25;
    entry.high = 1.0;
  }
  EXPECT_EQ(to_markdown(build_table(input)).find("["), std::string::npos);
  input.config.intervals = true;
  const auto text = to_markdown(build_table(input));
  EXPECT_NE(text.find(" 78.12 ± 4.42 [25.0, 100.0] |"), std::string::npos) << text;
  EXPECT_NE(
      text.find("Video AUC (%), mean ± SD over 2 seeds (sample SD, n - 1); [low, high]: 95 % interval "
                "(DeLong over videos, binomial where an AUC is 0 or 1), its ends averaged over the seeds."),
      std::string::npos)
      << text;
}

TEST(Markdown, ShowsWhatIsMissing) {
  TableInput input;
  input.config = {{"rule"}, {"test"}, {"video_logloss"}, "", false};
  input.experiment = "losses";
  input.entries = {
      finished({{"rule", "a"}}, "T", 1, 0.4),          finished({{"rule", "a"}}, "U", 1, 0.30004),
      finished({{"rule", "b"}}, "T", 1, 0.5),          unfinished({{"rule", "b"}}, "U", 1, ""),
      unfinished({{"rule", "c"}}, "T", 1, "failed"),   unfinished({{"rule", "c"}}, "U", 1, "failed"),
      unfinished({{"rule", "d"}}, "T", 1, "finished"), finished({{"rule", "d"}}, "U", 1, 0.30001)};
  EXPECT_EQ(to_markdown(build_table(input)), R"(
**losses**

| rule |             T |          U | Average |
|------|--------------:|-----------:|--------:|
| a    |    **0.4000** | **0.3000** |  0.3500 |
| b    |        0.5000 |          - |       - |
| c    |        failed |     failed |       - |
| d    | not evaluated | **0.3000** |       - |

Video log-loss (nats), one seed.
Average: mean over the tests.
Bold: lowest.
)" + 1);
}

TEST(Markdown, KeepsLabelsFromBecomingMarkup) {
  TableInput input;
  input.config = {{"rule"}, {"test"}, {"video_auc"}, "", false};
  input.experiment = "x";
  input.entries = {finished({{"rule", "a|b*c_d _e_ `<f>\n"}}, "T\\1", 1, 0.5)};
  const auto text = to_markdown(build_table(input));
  EXPECT_NE(text.find(R"(| a\|b\*c_d \_e\_ \`\<f>  |)"), std::string::npos) << text;
  EXPECT_NE(text.find(R"(T\\1)"), std::string::npos) << text;
}

TEST(Cells, NameTheRunsBehindEachNumber) {
  EXPECT_EQ(cells_text(build_table(two_seeds())), R"(
ERM   CDF      78.12 ± 4.42  n=2  ERM-1 (seed 1), ERM-2 (seed 2)
ERM   WDF      56.25 ± 8.84  n=2  ERM-1 (seed 1), ERM-2 (seed 2)
ERM   Average  67.19 ± 6.63  n=2  ERM-1 (seed 1), ERM-2 (seed 2)
SAM   CDF      87.50 ± 0.00  n=2  SAM-1 (seed 1), SAM-2 (seed 2)
SAM   WDF      50.00 ± 0.00  n=2  SAM-1 (seed 1), SAM-2 (seed 2)
SAM   Average  68.75 ± 0.00  n=2  SAM-1 (seed 1), SAM-2 (seed 2)
+PIM  CDF             93.75  n=1  +PIM-1 (seed 1)
+PIM  WDF             75.00  n=1  +PIM-1 (seed 1)
+PIM  Average         84.38  n=1  +PIM-1 (seed 1)
)" + 1);
}

TEST(Cells, LeaveOutWhatHasNoNumber) {
  TableInput input;
  input.config.columns = {"test"};
  input.entries = {unfinished({}, "T", 1, "running")};
  EXPECT_EQ(cells_text(build_table(input)), "");
}

}  // namespace
}  // namespace unseen
