#include <fmt/format.h>

#include <algorithm>
#include <set>

#include <unseen/error.hpp>
#include <unseen/params.hpp>

#include "app/commands.hpp"
#include "app/databases.hpp"
#include "app/exit_code.hpp"
#include "app/run_charts.hpp"
#include "results/select_runs.hpp"

namespace unseen {
namespace {

std::vector<std::string> terms_of(const std::string& selector) {
  std::vector<std::string> terms;
  std::size_t at = 0;
  for (auto end = selector.find(','); end != std::string::npos; end = selector.find(',', at)) {
    terms.push_back(selector.substr(at, end - at));
    at = end + 1;
  }
  terms.push_back(selector.substr(at));
  return terms;
}

bool is_in_all(const std::string& term, const std::vector<std::string>& selectors) {
  return std::all_of(selectors.begin(), selectors.end(), [&](const auto& selector) {
    const auto terms = terms_of(selector);
    return std::find(terms.begin(), terms.end(), term) != terms.end();
  });
}

/// What of a selector tells it from the others.
std::string title_of(const std::string& selector, const std::vector<std::string>& all) {
  std::vector<std::string> own;
  for (const auto& term : terms_of(selector)) {
    if (!is_in_all(term, all)) own.push_back(term);
  }
  return own.empty() ? selector : fmt::format("{}", fmt::join(own, ", "));
}

std::vector<RunGroup> groups_of(Database& database, const std::vector<std::string>& selectors) {
  std::vector<RunGroup> groups;
  for (const auto& selector : selectors) {
    groups.push_back({title_of(selector, selectors), select_run_ids(database, selector)});
  }
  return groups;
}

bool is_wanted(const FinishedTest& test, const std::vector<std::string>& wanted) {
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(),
                                       [&](const auto& name) { return test.names.contains(name); });
}

void refuse_unknown(const std::vector<std::string>& wanted, const std::vector<FinishedTest>& known) {
  std::set<std::string> names;
  for (const auto& test : known) names.insert(test.names.begin(), test.names.end());
  for (const auto& name : wanted) {
    if (names.contains(name)) continue;
    throw InputError{fmt::format("--test {}: none of these runs has such a test; there are: {}{}", name,
                                 fmt::join(names, ", "),
                                 name_hint(name, std::vector<std::string>{names.begin(), names.end()}))};
  }
}

void draw(const std::vector<Chart>& charts, const std::filesystem::path& out) {
  if (out.has_parent_path()) make_folder(out.parent_path());
  draw_charts(charts, out);
  fmt::print("{}\n", out.string());
}

}  // namespace

int plot_curves(const PlotOptions& options) {
  picture_format(options.out);
  auto database = existing_database(options.database);
  std::vector<Chart> charts;
  for (const auto& metric : options.metrics)
    charts.push_back(curve_chart(database, groups_of(database, options.selectors), metric));
  draw(charts, options.out);
  return kDone;
}

int plot_roc(const PlotOptions& options) {
  picture_format(options.out);
  auto database = existing_database(options.database);
  const auto groups = groups_of(database, options.selectors);
  const auto known = tests_of(database, groups);
  refuse_unknown(options.tests, known);
  std::vector<Chart> charts;
  for (const auto& test : known) {
    if (is_wanted(test, options.tests)) charts.push_back(roc_chart(database, groups, test));
  }
  if (charts.empty()) throw InputError{"these runs have no finished test; `unseen evaluate` makes them"};
  draw(charts, options.out);
  return kDone;
}

}  // namespace unseen
