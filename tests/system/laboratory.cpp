#include "laboratory.hpp"

#include <sqlite3.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <regex>
#include <stdexcept>

namespace unseen {
namespace {

namespace fs = std::filesystem;

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

int add_row(void* rows, int count, char** fields, char**) {
  Words row;
  for (int i = 0; i < count; ++i) row.emplace_back(fields[i] == nullptr ? "NULL" : fields[i]);
  static_cast<std::vector<Words>*>(rows)->push_back(std::move(row));
  return 0;
}

}  // namespace

Laboratory::Laboratory(const std::string& experiment)
    : experiment_{folder_.write("experiments/tiny.toml", experiment)},
      surroundings_{folder_.path(),
                    {{"UNSEEN_CACHE", (folder_.path() / "cache").string()},
                     {"UNSEEN_DB", ""},
                     {"OMP_NUM_THREADS", "1"}},
                    {}} {}

Finished Laboratory::unseen(const Words& arguments) const {
  return finished(UNSEEN_PROGRAM, arguments, surroundings_);
}

Finished Laboratory::on_experiment(const std::string& command, const Words& arguments) const {
  return unseen(Words{command, experiment_.string()} + arguments);
}

std::vector<Words> Laboratory::rows(const std::string& sql) const {
  std::vector<Words> rows;
  if (!fs::exists(database())) return rows;
  sqlite3* opened = nullptr;
  sqlite3_open_v2(database().c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  const Handle handle{opened};
  sqlite3_busy_timeout(handle.get(), 30'000);
  // A file that has no tables yet has no rows either: its process is about to make them.
  if (sqlite3_exec(handle.get(), "SELECT 1 FROM v_runs LIMIT 1", nullptr, nullptr, nullptr) != SQLITE_OK)
    return rows;
  if (sqlite3_exec(handle.get(), sql.c_str(), add_row, &rows, nullptr) != SQLITE_OK) {
    throw std::runtime_error{sql + ": " + sqlite3_errmsg(handle.get())};
  }
  return rows;
}

std::string Laboratory::value(const std::string& sql) const {
  const auto found = rows(sql);
  return found.empty() ? "" : found.front().front();
}

fs::path Laboratory::checkpoint(const std::string& name) const {
  return folder_.path() / "results" / "runs" / value("SELECT run_id FROM v_runs") / "checkpoints" / name;
}

std::string Laboratory::tiny_experiment() {
  return R"(name = "tiny"
seeds = [1]

[backbone]
plugin = "resnet"
variant = "18"
side = 32

[regularizer]
plugin = "erm"

[optimizer]
name = "sgd"
lr = 0.01
schedule = "constant"

[faces]
frames = 2

[train]
epochs = 2
batch_size = 8
frames_per_video = 2
workers = 1
device = "cpu"
dataset = { plugin = "procedural", identities = 4, frames = 2, side = 32, methods = ["checkerboard"] }

[validate]
frames_per_video = 2
dataset = { plugin = "procedural", identities = 4, frames = 2, side = 32, methods = ["checkerboard"] }

[[test]]
name = "drawn"
frames_per_video = 2
dataset = { plugin = "procedural", identities = 4, frames = 2, side = 32, methods = ["seam"] }

[table]
rows = []
columns = "test"
metric = "video_auc"
)";
}

std::string Laboratory::one_epoch() { return with(tiny_experiment(), "epochs = 2", "epochs = 1"); }

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error{"\"" + from + "\" is not in the experiment"};
  return text.replace(at, from.size(), to);
}

std::string content(const fs::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

std::vector<Words> trained(const Laboratory& lab) {
  return lab.rows(
      "SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM attempt), (SELECT count(*) FROM metric), "
      "(SELECT group_concat(sha256) FROM artifact)");
}

int evaluations(const Laboratory& lab) { return std::stoi(lab.value("SELECT count(*) FROM evaluation")); }

bool has_number(const std::string& table) {
  return std::regex_search(table, std::regex{R"(\| +\**[0-9]+\.[0-9])"});
}

Words operator+(Words a, const Words& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

::testing::AssertionResult ended(const Finished& command, int code) {
  if (command.code == code) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "ended with " << command.code << ", not " << code
                                       << "\nstdout: " << command.out << "\nstderr: " << command.err;
}

::testing::AssertionResult says(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "\"" << part << "\" is not in \"" << text << "\"";
}

}  // namespace unseen
