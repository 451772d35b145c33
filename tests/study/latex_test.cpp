#include <gtest/gtest.h>

#include "sample_tables.hpp"
#include "study/table.hpp"

namespace unseen {
namespace {

TEST(Latex, ShowsMeanAndDeviationOverSeeds) {
  EXPECT_EQ(to_latex(build_table(two_seeds())), R"(
% \usepackage{booktabs}
\begin{table}
\centering
\caption{ERM \& PIM, 100\% fake\_data. Video AUC (\%), mean $\pm$ SD over 2 seeds (sample SD, n - 1). Average: mean over the tests. Bold: highest.}
\label{tab:two-seeds}
\begin{tabular}{lrrr}
\toprule
rule & CDF & WDF & Average \\
\midrule
ERM & 78.12 $\pm$ 4.42 & \textbf{56.25} $\pm$ 8.84 & 67.19 $\pm$ 6.63 \\
SAM & \textbf{87.50} $\pm$ 0.00 & 50.00 $\pm$ 0.00 & \textbf{68.75} $\pm$ 0.00 \\
+PIM & 93.75 (n=1/2, running) & 75.00 (n=1/2, running) & 84.38 (n=1/2) \\
\bottomrule
\end{tabular}
\end{table}
)" + 1);
}

TEST(Latex, ShowsIntervalsOfOneSeed) {
  EXPECT_EQ(to_latex(build_table(one_seed())), R"(
% \usepackage{booktabs}
\begin{table}
\centering
\caption{A caption. Video AUC (\%), one seed; [low, high]: 95 \% interval (DeLong over videos). Each number is of 14 real + 14 fake videos. Bold: highest.}
\label{tab:one-seed}
\begin{tabular}{llr}
\toprule
rule & lr & mini \\
\midrule
ERM & 0.001 & 83.06 [70.6, 89.3] \\
SAM & 0.001 & \textbf{90.00} [77.5, 96.2] \\
\bottomrule
\end{tabular}
\end{table}
)" + 1);
}

TEST(Latex, EscapesEverySpecialSign) {
  TableInput input;
  input.config = {{"rule"}, {"test"}, {"video_auc"}, "", false};
  input.experiment = "a_b c";
  input.entries = {finished({{"rule", R"(&%$#_{}~^\<>|)"}}, "±1\n", 1, 0.5)};
  const auto text = to_latex(build_table(input));
  EXPECT_NE(
      text.find(
          R"(\&\%\$\#\_\{\}\textasciitilde{}\textasciicircum{}\textbackslash{}\textless{}\textgreater{})"
          R"(\textbar{} & 50.00 \\)"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("rule & $\\pm$1  \\\\"), std::string::npos) << text;
  EXPECT_NE(text.find("\\label{tab:a-b-c}"), std::string::npos) << text;
}

TEST(Latex, KeepsARowFromBecomingAnArgumentOfTheLineBefore) {
  TableInput input;
  input.config = {{"rule"}, {"test"}, {"video_auc"}, "", false};
  input.entries = {finished({{"rule", "[1]"}}, "T", 1, 0.5), finished({{"rule", "*SBI*"}}, "T", 1, 0.6)};
  const auto text = to_latex(build_table(input));
  EXPECT_NE(text.find("\n{[}1] & 50.00"), std::string::npos) << text;
  EXPECT_NE(text.find("\n{*}SBI* & \\textbf{60.00}"), std::string::npos) << text;
}

TEST(Latex, WritesADashForWhatWasNeverRun) {
  TableInput input;
  input.config.columns = {"test"};
  input.experiment = "x";
  input.entries = {unfinished({}, "T", 1, "")};
  EXPECT_NE(to_latex(build_table(input)).find("x & -- \\\\"), std::string::npos);
}

}  // namespace
}  // namespace unseen
