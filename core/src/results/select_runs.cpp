#include "results/select_runs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

#include <unseen/error.hpp>
#include <unseen/params.hpp>

#include "results/connection.hpp"
#include "results/queries.hpp"
#include "results/selector_terms.hpp"

namespace unseen {
namespace {

constexpr std::array kColumns{"seed",       "experiment", "backbone", "regularizer", "state",
                              "train_data", "device",     "host",     "commit"};
constexpr std::size_t kMostListed = 12;

std::set<std::string> texts(Connection& connection, const std::string& sql, const std::string& key = "") {
  std::set<std::string> all;
  const auto visit = [&](const Row& row) { all.insert(row.text(0)); };
  key.empty() ? connection.each(sql, visit) : connection.each(sql, visit, key);
  return all;
}

bool is_column(const std::string& key) {
  return std::find(kColumns.begin(), kColumns.end(), key) != kColumns.end();
}

/// Plans that count: each experiment's latest. Runs of older versions of its file are not what it asks for.
constexpr std::string_view kLatestPlans =
    "(SELECT max(p.id) FROM plan p WHERE p.written = (SELECT max(q.written) FROM plan q WHERE q.experiment = "
    "p.experiment) GROUP BY p.experiment)";

/// A cell of a plan, by its place.
using Cell = std::pair<std::int64_t, std::int64_t>;

/// What a term holds for: runs, whoever asked for them, and cells with the runs that they ask for.
struct Matches {
  std::set<std::int64_t> runs;
  std::set<Cell> cells;
};

/// A run of one of the cells and seeds of a plan that counts.
struct AskedRun {
  std::int64_t run;
  Cell cell;
};

std::string state_clause(RunsOf which) {
  return which == RunsOf::finished ? " AND r.state = 'finished'" : "";
}

/// The runs of a cell's identity and its plan's seeds.
std::vector<AskedRun> asked_runs(Connection& connection, const std::set<Cell>& cells, RunsOf which) {
  const auto sql =
      "SELECT r.id FROM plan_cell c JOIN plan_seed s ON s.plan = c.plan JOIN run r ON r.identity = "
      "c.identity AND r.seed = s.seed WHERE c.plan = ?1 AND c.position = ?2" +
      state_clause(which);
  std::vector<AskedRun> all;
  for (const auto& cell : cells) {
    connection.each(
        sql,
        [&](const Row& row) {
          all.push_back({row.integer(0), cell});
        },
        cell.first, cell.second);
  }
  return all;
}

std::set<std::int64_t> matching_runs(Connection& connection, const SelectorTerm& term, RunsOf which) {
  std::set<std::int64_t> ids;
  const auto visit = [&](const Row& row) { ids.insert(row.integer(0)); };
  const auto counts = state_clause(which);
  if (is_column(term.key))
    connection.each(fmt::format("SELECT r.id FROM run r WHERE r.\"{}\" = ?{}", term.key, counts), visit,
                    term.value);
  if (term.key == "tag")
    connection.each("SELECT r.id FROM tag t JOIN run r ON r.id = t.run WHERE t.name = ?" + counts, visit,
                    term.value);
  connection.each(
      "SELECT r.id FROM param p JOIN run r ON r.id = p.run WHERE p.path = ? AND CAST(p.value AS TEXT) = ?" +
          counts,
      visit, term.key, term.value);
  return ids;
}

/// Labels are those of `experiment`, unless that is "".
std::set<Cell> matching_cells(Connection& connection, const SelectorTerm& term,
                              const std::string& experiment) {
  std::set<Cell> cells;
  const auto visit = [&](const Row& row) { cells.insert({row.integer(0), row.integer(1)}); };
  if (term.key == "experiment") {
    connection.each(fmt::format("SELECT c.plan, c.position FROM plan p JOIN plan_cell c ON c.plan = p.id "
                                "WHERE p.experiment = ? AND p.id IN {}",
                                kLatestPlans),
                    visit, term.value);
    return cells;
  }
  connection.each(
      fmt::format("SELECT l.plan, l.cell FROM plan_label l JOIN plan p ON p.id = l.plan WHERE l.axis = "
                  "?1 AND l.label = ?2 AND (?3 = '' OR p.experiment = ?3) AND p.id IN {}",
                  kLatestPlans),
      visit, term.key, term.value, experiment);
  return cells;
}

Matches matches_of(Connection& connection, const SelectorTerm& term, const std::string& experiment,
                   RunsOf which) {
  if (term.key == "experiment") return {{}, matching_cells(connection, term, experiment)};
  return {matching_runs(connection, term, which), matching_cells(connection, term, experiment)};
}

std::set<std::string> values_of(Connection& connection, const std::string& key) {
  if (key == "experiment") return texts(connection, "SELECT DISTINCT experiment FROM plan");
  std::set<std::string> values;
  if (is_column(key)) values.merge(texts(connection, fmt::format("SELECT DISTINCT \"{}\" FROM run", key)));
  if (key == "tag") values.merge(texts(connection, "SELECT DISTINCT name FROM tag"));
  values.merge(texts(connection, "SELECT DISTINCT label FROM plan_label WHERE axis = ?", key));
  values.merge(texts(connection, "SELECT DISTINCT CAST(value AS TEXT) FROM param WHERE path = ?", key));
  values.erase("");
  return values;
}

[[noreturn]] void refuse(Connection& connection, const std::string& selector, const SelectorTerm& term) {
  const auto values = values_of(connection, term.key);
  if (values.empty()) {
    std::vector<std::string> known{kColumns.begin(), kColumns.end()};
    known.emplace_back("tag");
    for (const auto* sql : {"SELECT DISTINCT axis FROM plan_label", "SELECT DISTINCT path FROM param"}) {
      const auto more = texts(connection, sql);
      known.insert(known.end(), more.begin(), more.end());
    }
    throw InputError{
        fmt::format("\"{}\": \"{}\" is no column of v_runs, axis of a plan or path of a configuration{}",
                    selector, term.key, name_hint(term.key, known))};
  }
  std::vector<std::string> listed{values.begin(), values.end()};
  const auto more = listed.size() > kMostListed;
  if (more) listed.resize(kMostListed);
  throw InputError{fmt::format("\"{}\": no such run has {}={}; there are: {}{}", selector, term.key,
                               term.value, fmt::join(listed, ", "), more ? ", ..." : "")};
}

/// Labels of two plans do not add up: what a selector says of labels must hold for one cell.
std::set<std::int64_t> holding_all(const std::vector<Matches>& terms, const std::vector<AskedRun>& asked) {
  std::set<std::int64_t> found;
  for (const auto run : terms.front().runs) {
    const auto holds = std::all_of(terms.begin(), terms.end(),
                                   [&](const auto& matches) { return matches.runs.contains(run); });
    if (holds) found.insert(run);
  }
  for (const auto& [run, cell] : asked) {
    const auto holds =
        std::all_of(terms.begin(), terms.end(), [&, id = run, &at = cell](const auto& matches) {
          return matches.runs.contains(id) || matches.cells.contains(at);
        });
    if (holds) found.insert(run);
  }
  return found;
}

/// Cells whose runs may hold for all terms by one of them: those of every term that no run holds for by
/// itself, or else of any term.
std::set<Cell> candidates(const std::vector<Matches>& terms) {
  std::set<Cell> any;
  std::optional<std::set<Cell>> every;
  for (const auto& [runs, cells] : terms) {
    any.insert(cells.begin(), cells.end());
    if (!runs.empty()) continue;
    std::set<Cell> both;
    for (const auto& cell : cells) {
      if (!every || every->contains(cell)) both.insert(cell);
    }
    every = std::move(both);
  }
  return every.value_or(std::move(any));
}

std::set<std::int64_t> matching(Connection& connection, const std::string& selector, RunsOf which) {
  const auto terms = selector_terms(selector);
  const auto named = std::find_if(terms.begin(), terms.end(),
                                  [](const SelectorTerm& term) { return term.key == "experiment"; });
  const auto experiment = named == terms.end() ? std::string{} : named->value;
  std::vector<Matches> all;
  for (const auto& term : terms) all.push_back(matches_of(connection, term, experiment, which));
  auto found = holding_all(all, asked_runs(connection, candidates(all), which));
  for (std::size_t i = 0; found.empty() && i < terms.size(); ++i) {
    const std::vector<Matches> alone{all[i]};
    if (holding_all(alone, asked_runs(connection, all[i].cells, which)).empty())
      refuse(connection, selector, terms[i]);
  }
  return found;
}

SelectedRun selected(Connection& connection, std::int64_t id) {
  SelectedRun run;
  connection.each(
      "SELECT run_id, identity, seed FROM run WHERE id = ?",
      [&](const Row& row) {
        run = {row.text(0), row.text(1), row.integer(2), {}};
      },
      id);
  connection.each(
      "SELECT path, coalesce(CAST(value AS TEXT), 'null') FROM param WHERE run = ?",
      [&](const Row& row) { run.params.emplace(row.text(0), row.text(1)); }, id);
  return run;
}

std::int64_t row_of(Connection& connection, const std::string& run_id, RunsOf which) {
  const auto id = connection.integer("SELECT id FROM run WHERE run_id = ? AND (?2 OR state = 'finished')",
                                     run_id, which == RunsOf::any_state ? 1 : 0);
  if (!id)
    throw InputError{fmt::format("run {} is not finished; `unseen show {}` says more", run_id, run_id)};
  return *id;
}

std::set<std::int64_t> rows_of(Database& database, const std::string& selector, RunsOf which) {
  auto& connection = database.connection();
  const auto is_id = selector.find('=') == std::string::npos;
  const auto ids = is_id ? std::set{row_of(connection, find_run(database, selector), which)}
                         : matching(connection, selector, which);
  if (ids.empty()) throw InputError{fmt::format("\"{}\": no run has all of these together", selector)};
  return ids;
}

}  // namespace

std::vector<SelectedRun> select_runs(Database& database, const std::string& selector, RunsOf which) {
  auto& connection = database.connection();
  const ReadTransaction consistent{connection};
  std::vector<SelectedRun> runs;
  for (const auto id : rows_of(database, selector, which)) runs.push_back(selected(connection, id));
  return runs;
}

std::vector<std::string> select_run_ids(Database& database, const std::string& selector, RunsOf which) {
  auto& connection = database.connection();
  const ReadTransaction consistent{connection};
  std::vector<std::string> run_ids;
  for (const auto id : rows_of(database, selector, which)) {
    connection.each(
        "SELECT run_id FROM run WHERE id = ?", [&](const Row& row) { run_ids.push_back(row.text(0)); }, id);
  }
  return run_ids;
}

}  // namespace unseen
