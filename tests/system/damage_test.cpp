// What breaks while the program works: it says so, exits with 1, and nothing is shown as finished that is
// not.
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "laboratory.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

std::string states(const Laboratory& lab) {
  return lab.value("SELECT group_concat(DISTINCT state) FROM v_runs");
}

/// Stops the run of `lab` softly once it has trained a step, so that a checkpoint of it lies there.
void interrupt(const Laboratory& lab) {
  Command run{UNSEEN_PROGRAM, {"run", lab.experiment().string()}, lab.surroundings()};
  ASSERT_TRUE(wait_until([&] {
    return !lab.value("SELECT 1 FROM v_curves WHERE metric = 'train/loss'").empty() || run.has_ended();
  }));
  run.signal(SIGTERM);
  ASSERT_TRUE(ended(run.wait(), 128 + SIGTERM));
}

fs::path newest_weights(const Laboratory& lab) {
  fs::path newest;
  for (const auto& entry : fs::directory_iterator{lab.checkpoint("").parent_path()}) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("step_") && name.ends_with(".safetensors") &&
        !name.ends_with(".state.safetensors")) {
      newest = std::max(newest, entry.path());
    }
  }
  return newest;
}

TEST(Checkpoint, ThatIsCutShortIsNamedWithTheRemedyAndTheRemedyHelps) {
  const Laboratory lab{with(Laboratory::tiny_experiment(), "epochs = 2", "epochs = 4")};
  interrupt(lab);
  const auto file = newest_weights(lab);
  fs::resize_file(file, fs::file_size(file) / 2);
  const auto run = lab.run();
  EXPECT_TRUE(ended(run, 1));
  EXPECT_TRUE(says(run.err, file.filename().string()));
  EXPECT_TRUE(says(run.err, "cut short"));
  EXPECT_TRUE(says(run.err, "--force"));
  EXPECT_EQ(states(lab), "failed");
  EXPECT_TRUE(ended(lab.run({"--force"}), 0));
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_runs WHERE state = 'finished'"), "1");
}

TEST(Checkpoint, OfAFinishedRunThatWasChangedIsNotTested) {
  const Laboratory lab;
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto file = lab.checkpoint("best.safetensors");
  fs::resize_file(file, fs::file_size(file) - 1);
  const auto run = lab.run({"--set", "test=[{name=\"new\",dataset={plugin=\"procedural\",identities=2}}]"});
  EXPECT_TRUE(ended(run, 1));
  EXPECT_TRUE(says(run.err, file.string()));
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_final WHERE test = 'new'"), "0");
  EXPECT_TRUE(ended(lab.run({"--force"}), 0));
}

TEST(Loss, ThatIsNoNumberFailsTheRun) {
  const Laboratory lab{with(Laboratory::tiny_experiment(), "identities = 4", "identities = 12")};
  const Words wild{"--set", "optimizer.lr=1e30", "--set", "train.max_bad_steps=2"};
  const auto run = lab.run(wild);
  EXPECT_TRUE(ended(run, 1));
  EXPECT_TRUE(says(run.err, "train.max_bad_steps = 2"));
  EXPECT_TRUE(says(run.err, "lower optimizer.lr"));
  EXPECT_EQ(states(lab), "failed");
  EXPECT_EQ(lab.value("SELECT count(*) FROM event WHERE kind = 'bad_step'"), "3");
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_final"), "0");
  EXPECT_TRUE(says(lab.table(wild).out, "failed"));
}

TEST(Loss, ThatIsNoNumberAtValidationFailsTheRunToo) {
  const Laboratory lab;
  const auto run = lab.run({"--set", "optimizer.lr=1e30"});
  EXPECT_TRUE(ended(run, 1));
  EXPECT_TRUE(says(run.err, "lower optimizer.lr"));
  EXPECT_EQ(states(lab), "failed");
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_final"), "0");
}

TEST(Results, OfANewerProgramAreLeftAsTheyAre) {
  const Laboratory lab;
  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0));
  lab.rows("SELECT 1");
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(lab.database().c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "PRAGMA user_version = 999", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
  const auto before = content(lab.database());
  for (const auto* command : {"run", "table"}) {
    const auto refused = lab.on_experiment(command);
    EXPECT_TRUE(ended(refused, 1)) << command;
    EXPECT_TRUE(says(refused.err, lab.database().string()));
    EXPECT_TRUE(says(refused.err, "999"));
  }
  EXPECT_TRUE(ended(lab.unseen({"ls"}), 1));
  EXPECT_TRUE(content(lab.database()) == before) << "the file was changed";
}

TEST(Results, OfAnotherProgramAreLeftAsTheyAre) {
  const Laboratory lab;
  const auto file = lab.folder().write("results/results.db",
                                       "these are somebody's notes, not a database, and long enough "
                                       "to be taken for neither an empty file nor a header of one");
  const auto before = content(file);
  const auto run = lab.run();
  EXPECT_TRUE(ended(run, 1));
  EXPECT_TRUE(says(run.err, file.string()));
  EXPECT_TRUE(says(run.err, "--db"));
  EXPECT_TRUE(content(file) == before);
}

TEST(Results, ThatCannotBeWrittenAreNamedWithTheRemedy) {
  const Laboratory lab;
  const auto results = lab.folder().path() / "results";
  fs::create_directories(results);
  fs::permissions(results, fs::perms{0555});
  auto surroundings = lab.surroundings();
  // Root heeds permissions once it may no longer override them. Another user could not even start a program
  // that was built below /root.
  surroundings.before_start = [] {
    for (const auto capability : {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH}) {
      if (getuid() == 0 && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) _exit(99);
    }
  };
  const auto run = finished(UNSEEN_PROGRAM, {"run", lab.experiment().string()}, surroundings);
  EXPECT_TRUE(ended(run, 1));
  EXPECT_TRUE(says(run.err, lab.database().string()));
  EXPECT_TRUE(says(run.err, "--db"));
}

/// What a full disk is to a program: no file of it grows beyond `bytes`.
Surroundings with_room_for(const Laboratory& lab, std::uintmax_t bytes) {
  auto surroundings = lab.surroundings();
  surroundings.before_start = [bytes] {
    ::signal(SIGXFSZ, SIG_IGN);  // so that a write fails, as on a full disk
    const rlimit limit{bytes, bytes};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(99);
  };
  return surroundings;
}

TEST(FullDisk, FailsTheRunAtItsCheckpointAndKeepsTheRowsBefore) {
  const Laboratory lab;
  const auto run = finished(UNSEEN_PROGRAM, {"run", lab.experiment().string()}, with_room_for(lab, 4 << 20));
  EXPECT_TRUE(ended(run, 1));
  EXPECT_TRUE(says(run.err, ".safetensors"));
  EXPECT_EQ(states(lab), "failed");
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_curves WHERE metric = 'train/loss'"), "2");
  EXPECT_FALSE(fs::exists(lab.checkpoint("best.safetensors"))) << "half a file that looks like a whole one";
  EXPECT_TRUE(ended(lab.run(), 0)) << "with room again";
  EXPECT_EQ(states(lab), "finished");
}

/// Makes the results file larger than any other file of a run, so that it is the first that finds no room.
void pad(const Laboratory& lab) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(lab.database().c_str(), &database), SQLITE_OK);
  const auto* padding = "CREATE TABLE padding (bytes BLOB); INSERT INTO padding VALUES (zeroblob(64 << 20))";
  ASSERT_EQ(sqlite3_exec(database, padding, nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
}

TEST(FullDisk, OfTheDatabaseFailsTheRunAndKeepsWhatWasCommitted) {
  const Laboratory lab{with(Laboratory::tiny_experiment(), "epochs = 2", "epochs = 12")};
  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0));
  pad(lab);
  const auto full = with_room_for(lab, fs::file_size(lab.database()));
  const auto run = finished(UNSEEN_PROGRAM, {"run", lab.experiment().string()}, full);
  EXPECT_TRUE(ended(run, 1));
  EXPECT_TRUE(says(run.err, lab.database().string()));
  EXPECT_TRUE(says(run.err, "disk"));
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_runs WHERE state = 'finished'"), "0");
  EXPECT_EQ(lab.value("SELECT count(*) FROM plan"), "1");
  EXPECT_EQ(lab.value("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), "0");
  EXPECT_NE(lab.value("SELECT count(*) FROM v_curves WHERE metric = 'train/loss'"), "0");
  EXPECT_TRUE(ended(lab.run(), 0)) << "with room again";
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_curves WHERE metric = 'train/loss'"), "24");
}

}  // namespace
}  // namespace unseen
