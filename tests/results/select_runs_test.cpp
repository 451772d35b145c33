#include "results/select_runs.hpp"
#include "results/run_scores.hpp"

#include "results/annotations.hpp"
#include "results/plan.hpp"
#include "results/test_titles.hpp"
#include "sample_runs.hpp"
#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

/// Experiments "one" and "two" call the same run by different labels; "one" asked for another run before.
class SelectRuns : public testing::Test {
 protected:
  SelectRuns() {
    plan("one", "old", {{{{"rule", "A"}}, "aa"}, {{{"rule", "B"}}, "bb"}});
    plan("one", "new", {{{{"rule", "A"}}, "cc"}, {{{"rule", "B"}}, "bb"}});
    plan("two", "new", {{{{"rule", "A"}}, "bb"}});
    for (const auto* identity : {"aa", "bb", "cc"}) ids_[identity] = finished_run(database_, identity, 1);
    end_run(database_, claim_run(database_, sample_run("cc", 2)).run_id, "failed");
  }

  struct Planning {
    std::vector<AxisLabel> labels;
    std::string identity;
  };

  void plan(const std::string& experiment, const std::string& hash, const std::vector<Planning>& cells) {
    Plan plan{experiment, hash, experiment + ".toml", "{}", {1}, {}, {}};
    for (const auto& [labels, identity] : cells) plan.cells.push_back({labels, identity, false, {}});
    write_plan(database_, plan);
  }

  std::string chosen(const std::string& selector, RunsOf which = RunsOf::finished) {
    std::string identities;
    for (const auto& run : select_runs(database_, selector, which)) identities += run.identity + " ";
    return identities;
  }

  TemporaryFolder folder_;
  Database database_ = Database::open(folder_.path() / "r.db");
  std::map<std::string, std::string> ids_;
};

TEST_F(SelectRuns, OfAnExperimentAreThoseThatItsLatestPlanAsksFor) {
  EXPECT_EQ(chosen("experiment=one"), "bb cc ");
  EXPECT_EQ(chosen("experiment=two"), "bb ");
}

TEST_F(SelectRuns, GoByTheLabelsOfTheExperimentThatIsNamed) {
  EXPECT_EQ(chosen("experiment=one,rule=A"), "cc ") << "bb is called A by the other experiment alone";
  EXPECT_EQ(chosen("rule=A,experiment=two"), "bb ");
  EXPECT_EQ(chosen("rule=A"), "bb cc ");
}

TEST_F(SelectRuns, TakeLabelsOfOneCellTogether) {
  plan("three", "new", {{{{"alpha", "1"}, {"r", "0"}}, "aa"}, {{{"alpha", "1"}, {"r", "0.1"}}, "bb"}});
  plan("four", "new", {{{{"alpha", "0"}, {"r", "0.1"}}, "aa"}});
  EXPECT_EQ(chosen("alpha=1,r=0.1"), "bb ") << "aa is alpha=1 in one plan and r=0.1 in another";
  EXPECT_EQ(chosen("alpha=1"), "aa bb ");
  EXPECT_EQ(chosen("r=0.1,seed=1"), "aa bb ");
}

TEST_F(SelectRuns, OfAnExperimentHaveTheSeedsOfItsPlan) {
  finished_run(database_, "bb", 7);
  EXPECT_EQ(chosen("experiment=two"), "bb ") << "one of them";
  EXPECT_EQ(chosen("experiment=two,rule=A"), "bb ");
  EXPECT_EQ(chosen("regularizer=sam"), "aa bb cc bb ");
}

TEST_F(SelectRuns, GoByColumnsSettingsAndTags) {
  EXPECT_EQ(chosen("regularizer=sam,optimizer.lr=0.001,seed=1"), "aa bb cc ");
  EXPECT_EQ(chosen("seed=2", RunsOf::any_state), "cc ");
  add_tag(database_, {ids_["aa"]}, "kept");
  EXPECT_EQ(chosen("tag=kept"), "aa ");
  remove_tag(database_, {ids_["aa"]}, "kept");
  EXPECT_TRUE(contains(input_error_of([&] { chosen("tag=kept"); }), "\"tag\" is no column"));
  EXPECT_EQ(chosen(ids_["bb"].substr(0, 12)), "bb ");
}

TEST_F(SelectRuns, NameWhatTheyDoNotKnow) {
  EXPECT_TRUE(contains(input_error_of([&] { chosen("rule=C"); }), "no such run has rule=C; there are: A, B"));
  EXPECT_TRUE(contains(input_error_of([&] { chosen("experiment=three"); }), "there are: one, two"));
  EXPECT_TRUE(contains(input_error_of([&] { chosen("regulariser=sam"); }), "did you mean \"regularizer\"?"));
  EXPECT_TRUE(contains(input_error_of([&] { chosen("experiment=two,rule=B"); }), "rule=B"));
  EXPECT_TRUE(contains(input_error_of([&] { chosen("=x"); }), "wanted the beginning of a run's id"));
}

TEST_F(SelectRuns, GiveTheScoresOfOneTest) {
  evaluated(database_, ids_["bb"], "CDF", {{"video_auc", 0.8}});
  EXPECT_EQ(finished_tests(database_, ids_["bb"]),
            (std::map<std::string, std::string>{{"identity of CDF", "CDF"}}));
  const auto scores = video_scores(database_, ids_["bb"], "identity of CDF");
  ASSERT_EQ(scores.size(), 1U) << "a video without a score does not count";
  EXPECT_EQ(scores.at("real/a.mp4"), (std::pair{0, 0.25}));
  EXPECT_TRUE(video_scores(database_, ids_["bb"], "identity of WDF").empty());
}

TEST_F(SelectRuns, GiveTestsOfOneNameDifferentTitles) {
  evaluated(database_, ids_["bb"], "CDF", {{"video_auc", 0.8}});
  const auto title = [&](const std::vector<NamedTest>& tests) { return test_titles(database_, tests); };
  using Titles = std::map<std::string, std::string>;
  EXPECT_EQ(title({{"identity of CDF", "after", ids_["bb"]}, {"c0ffee0123", "before", ids_["bb"]}}),
            (Titles{{"identity of CDF", "after"}, {"c0ffee0123", "before"}}));
  EXPECT_EQ(title({{"identity of CDF", "after", ids_["bb"]}, {"c0ffee0123", "after", ids_["bb"]}}),
            (Titles{{"identity of CDF", "after (FS)"}, {"c0ffee0123", "after"}}))
      << "by what their fakes are of";
  EXPECT_EQ(title({{"0123456789", "after", ids_["bb"]}, {"c0ffee0123", "after", ids_["bb"]}}),
            (Titles{{"0123456789", "after [01234567]"}, {"c0ffee0123", "after [c0ffee01]"}}));
}

}  // namespace
}  // namespace unseen
