#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

#include "results/claim.hpp"
#include "results/connection.hpp"
#include "results/queries.hpp"
#include "results/run_log.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// A results file in a folder that goes with the object; $TMPDIR chooses the disk.
class TemporaryResults {
 public:
  TemporaryResults() {
    auto pattern = (fs::temp_directory_path() / "unseen-bench-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    database_ = std::make_unique<Database>(Database::open(folder_ / "r.db"));
  }
  ~TemporaryResults() {
    database_.reset();
    fs::remove_all(folder_);
  }
  TemporaryResults(const TemporaryResults&) = delete;
  TemporaryResults& operator=(const TemporaryResults&) = delete;

  Database& database() { return *database_; }

  /// Finished runs with 40 parameters each, seeds 0 to 4, and four evaluations with 16 metrics for the first
  /// 1,000.
  void fill(int runs) {
    auto& connection = database_->connection();
    Transaction transaction{connection};
    connection.run(
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?) "
        "INSERT INTO run SELECT i + 1, printf('%016x', i * 7919), printf('identity %064d', i / 5), i % 5, "
        "'finished', '', "
        "'experiment ' || (i / 1000), 'convnext', 'gradreg_pim', 'faceforensics', 'cuda:0', 'host', "
        "'c0ffee', 0, '{}', "
        "1700000000000 + i * 1000, 1700000500000 + i * 1000, 1, 'host', 'boot', i, i, 0 FROM n",
        runs);
    connection.script(
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 39) "
        "INSERT INTO param SELECT id, 'section.key' || i, 'number', i / 8.0 FROM run, n;"
        "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 3) "
        "INSERT INTO evaluation SELECT run.id * 4 + i, printf('%016x', run.id * 4 + i), run.id, 'c0ffee', "
        "'test ' || i, "
        "'test ' || i, '{}', 'finished', '', 0, 1, 1, 'host', 'boot', 1, 1, 0 FROM run, n WHERE run.id <= "
        "1000;"
        "INSERT INTO metric_key (name) VALUES ('video_auc'), ('video_auc_low'), ('video_auc_high'), "
        "('real_videos'), "
        "('fake_videos');"
        "WITH RECURSIVE n (i) AS (SELECT 5 UNION ALL SELECT i + 1 FROM n WHERE i < 15) "
        "INSERT INTO metric_key (name) SELECT 'metric ' || i FROM n;"
        "INSERT INTO evaluation_metric SELECT evaluation.id, metric_key.id, metric_key.id / 20.0 FROM "
        "evaluation, "
        "metric_key;");
    transaction.commit();
  }

 private:
  fs::path folder_;
  std::unique_ptr<Database> database_;
};

/// Filled once for the process: Google Benchmark calls each function several times.
Database& thirty_thousand_runs() {
  static const auto results = [] {
    auto made = std::make_unique<TemporaryResults>();
    made->fill(30'000);
    return made;
  }();
  return results->database();
}

RunInfo run_info() {
  RunInfo info;
  info.identity = "identity";
  info.resolved = "{}";
  return info;
}

/// Rows a second from one run to the disk, all committed.
void log_rows(benchmark::State& state) {
  constexpr int kRows = 200'000;
  TemporaryResults results;
  RunLog log{results.database().file(), claim_run(results.database(), run_info()).run_id};
  log.open_attempt(-1);
  std::int64_t step = 0;
  for (auto _ : state) {
    for (int i = 0; i < kRows / 4; ++i, ++step) {
      for (const auto* name : {"loss", "loss_perturbed", "gradient_norm", "lr"})
        log.metric(name, step, 0, 0.5);
    }
    log.flush();
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(log_rows)->Unit(benchmark::kMillisecond)->UseRealTime();

/// What a training step pays for one value.
void metric_call(benchmark::State& state) {
  TemporaryResults results;
  RunLog log{results.database().file(), claim_run(results.database(), run_info()).run_id};
  log.open_attempt(-1);
  std::int64_t step = 0;
  for (auto _ : state) {
    log.metric("loss", step, 0, 0.5);
    if (++step % 20'000 == 0) {
      state.PauseTiming();
      log.flush();
      state.ResumeTiming();
    }
  }
}
BENCHMARK(metric_call)->UseRealTime();

void list_30000_runs(benchmark::State& state) {
  auto& database = thirty_thousand_runs();
  for (auto _ : state) benchmark::DoNotOptimize(list_runs(database));
}
BENCHMARK(list_30000_runs)->Unit(benchmark::kMillisecond);

void list_50_of_30000_runs(benchmark::State& state) {
  auto& database = thirty_thousand_runs();
  RunFilter latest;
  latest.limit = 50;
  for (auto _ : state) benchmark::DoNotOptimize(list_runs(database, latest));
}
BENCHMARK(list_50_of_30000_runs)->Unit(benchmark::kMillisecond);

/// 200 cells, five seeds, four tests, in a file of 30,000 runs.
void cell_values_of_1000_runs(benchmark::State& state) {
  auto& database = thirty_thousand_runs();
  Plan plan;
  for (std::int64_t seed = 0; seed < 5; ++seed) plan.seeds.push_back(seed);
  database.connection().each("SELECT DISTINCT identity FROM run WHERE id <= 1000", [&](const Row& row) {
    plan.cells.push_back(
        {{}, row.text(0), false, {{"a", "test 0"}, {"b", "test 1"}, {"c", "test 2"}, {"d", "test 3"}}});
  });
  for (auto _ : state) benchmark::DoNotOptimize(cell_values(database, plan, "video_auc"));
}
BENCHMARK(cell_values_of_1000_runs)->Unit(benchmark::kMillisecond);

/// What a command pays before it reads.
void open_existing(benchmark::State& state) {
  auto& database = thirty_thousand_runs();
  for (auto _ : state) benchmark::DoNotOptimize(Database::open_existing(database.file()));
}
BENCHMARK(open_existing)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace unseen
