#pragma once

#include <set>
#include <string>
#include <vector>

#include "results/database.hpp"
#include "results/queries.hpp"
#include "study/chart.hpp"

namespace unseen {

/// Runs that one line of a chart stands for: one, or seeds of one setting.
struct RunGroup {
  std::string title;
  std::vector<std::string> run_ids;
};

/// A metric by epoch: means over each group's runs, with the least and the greatest as a band where they are
/// several. InputError where no run logged it, with the metrics that are there.
Chart curve_chart(Database& database, const std::vector<RunGroup>& groups, const std::string& metric);

/// Whether one of the runs logged it.
bool has_metric(const std::vector<RunDetail>& runs, const std::vector<RunGroup>& groups,
                const std::string& metric);

/// A test that runs have finished. Experiments may call one by different names: it is the same by its
/// identity.
struct FinishedTest {
  std::string identity;
  std::set<std::string> names;
  std::string title;  ///< "DF / before", unlike every other's
};

/// Of all the groups' runs, in the order of their titles.
std::vector<FinishedTest> tests_of(Database& database, const std::vector<RunGroup>& groups);

/// ROC curves of a test at video level, one a group that has it.
Chart roc_chart(Database& database, const std::vector<RunGroup>& groups, const FinishedTest& test);

}  // namespace unseen
