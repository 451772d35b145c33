#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "results/annotations.hpp"
#include "sample_runs.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

std::vector<std::string> sql_blocks(const std::string& file) {
  std::ifstream in{file};
  std::vector<std::string> blocks;
  std::string line;
  for (bool inside = false; std::getline(in, line);) {
    if (line == "```sql") {
      inside = true;
      blocks.emplace_back();
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      blocks.back() += line + "\n";
    }
  }
  return blocks;
}

TEST(Readme, EveryExampleRunsAndFindsSomething) {
  const TemporaryFolder folder;
  auto database = Database::open(folder.path() / "r.db");
  write_plan(database, {"cross-manipulation",
                        "hash",
                        "e.toml",
                        "{}",
                        {1, 2},
                        {{{{"regularizer", "SAM"}}, "aa", false, {{"CDF", "identity of CDF"}}}},
                        {}});
  for (const std::int64_t seed : {1, 2}) {
    const auto run_id = claim_run(database, sample_run("aa", seed)).run_id;
    RunLog log{database.file(), run_id};
    log.open_attempt(-1);
    log.metric("loss", 0, 0, 1.0);
    log.metric("val_video_auc", 0, 0, 0.5);
    log.finish("finished");
    evaluated(database, run_id, "CDF", {{"video_auc", 0.8}, {"video_eer", 0.2}});
  }
  add_tag(database, {list_runs(database).front().run_id}, "submitted");
  end_run(database, claim_run(database, sample_run("bb", 1)).run_id, "failed");
  const auto blocks = sql_blocks(UNSEEN_RESULTS_README);
  EXPECT_GE(blocks.size(), 8U);
  for (const auto& sql : blocks) EXPECT_FALSE(query(database, sql).rows.empty()) << sql;
}

TEST(Readme, NamesEveryView) {
  const TemporaryFolder folder;
  auto database = Database::open(folder.path() / "r.db");
  std::ifstream in{UNSEEN_RESULTS_README};
  const std::string readme{std::istreambuf_iterator<char>{in}, {}};
  for (const auto& row : query(database, "SELECT name FROM sqlite_schema WHERE type = 'view'").rows) {
    const auto view = std::get<std::string>(*row.at(0));
    EXPECT_NE(readme.find("`" + view + "`"), std::string::npos) << view;
    for (const auto& column : query(database, "SELECT * FROM " + view).columns) {
      EXPECT_NE(readme.find(column), std::string::npos) << view << "." << column;
    }
  }
}

}  // namespace
}  // namespace unseen
