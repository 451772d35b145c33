#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <thread>

#include "results/connection.hpp"
#include "results/row_queue.hpp"
#include "sample_runs.hpp"
#include "support/child.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

// Reads the program's stderr while it writes it.
class StderrPipe {
 public:
  StderrPipe() : before_{::dup(STDERR_FILENO)} { ::dup2(pipe_.writer(), STDERR_FILENO); }
  ~StderrPipe() {
    ::dup2(before_, STDERR_FILENO);
    ::close(before_);
  }
  std::string line() const { return pipe_.receive(); }

 private:
  Pipe pipe_;
  int before_;
};

TEST(RunLogQueue, WaitsWhileAReaderHoldsTheDatabaseAndDropsNothing) {
  constexpr int kRows = 3 * static_cast<int>(RowQueue::kCapacity);
  const TemporaryFolder folder;
  const auto file = folder.path() / "r.db";
  auto database = Database::open(file);
  RunLog log{file, claim_run(database, sample_run("aa", 1)).run_id};
  log.open_attempt(-1);
  std::string said;
  {
    const StderrPipe stderr_pipe;
    std::optional<ReadTransaction> reader{database.connection()};
    database.connection().integer("SELECT count(*) FROM run");  // only now does it hold the file
    std::jthread training{[&] {
      for (int step = 0; step < kRows; ++step) log.metric("loss", step, 0, step);
    }};
    said = stderr_pipe.line();
    reader.reset();
  }
  EXPECT_NE(said.find("training waits"), std::string::npos) << said;
  EXPECT_NE(said.find(file.string()), std::string::npos) << said;
  log.flush();
  EXPECT_EQ(number(database, "SELECT count(*) FROM v_curves"), kRows);
}

}  // namespace
}  // namespace unseen
