// What computed a run: a user's own library is part of it, another build of the program is pointed out.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>

#include "laboratory.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

fs::path shipped_erm() {
  return fs::path{UNSEEN_PROGRAM}.parent_path().parent_path() / "lib/unseen/plugins/regularizers/erm.so";
}

/// Another library that computes the same: the loader heeds nothing behind the end.
void rebuild(const fs::path& library) { std::ofstream{library, std::ios::app} << "rebuilt"; }

void expect_part_of_a_run(const Laboratory& lab, const fs::path& library, const Words& set) {
  ASSERT_TRUE(ended(lab.run(set), 0));
  ASSERT_TRUE(has_number(lab.table(set).out));
  const auto before = trained(lab);
  ASSERT_TRUE(ended(lab.run(set), 0));
  EXPECT_EQ(trained(lab), before) << "the same library trained again";

  rebuild(library);
  const auto unplanned = lab.table(set);
  EXPECT_TRUE(ended(unplanned, 2));
  EXPECT_TRUE(says(unplanned.err, library.string() + " has changed"));
  ASSERT_TRUE(ended(lab.run(Words{"--dry-run", "--plan"} + set), 0));
  EXPECT_FALSE(has_number(lab.table(set).out));
}

TEST(OwnPlugin, ThatIsRebuiltIsAnotherRun) {
  const Laboratory lab{Laboratory::one_epoch()};
  const auto library = lab.folder().path() / "mine" / "erm.so";
  fs::create_directories(library.parent_path());
  fs::copy_file(shipped_erm(), library);
  expect_part_of_a_run(lab, library, {"--set", "regularizer.path=" + library.string()});
}

TEST(OwnPlugin, ThatComesBeforeOursIsAnotherRun) {
  Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto library = lab.folder().path() / "mine" / "regularizers" / "erm.so";
  fs::create_directories(library.parent_path());
  fs::copy_file(shipped_erm(), library);
  lab.set_environment("UNSEEN_PLUGIN_PATH", (lab.folder().path() / "mine").string());
  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0));
  EXPECT_FALSE(has_number(lab.table().out)) << "ours answered for theirs";
  expect_part_of_a_run(lab, library, {});
}

TEST(Build, ThatIsAnotherIsPointedOut) {
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run(), 0));
  EXPECT_FALSE(says(lab.run().err, "of the build"));
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(lab.database().c_str(), &database), SQLITE_OK);
  sqlite3_exec(database, "UPDATE run SET \"commit\" = '0123456789ab', dirty = 0", nullptr, nullptr, nullptr);
  sqlite3_close(database);
  const auto again = lab.run();
  EXPECT_TRUE(ended(again, 0));
  EXPECT_TRUE(says(again.err, "finished runs of the build 0123456789ab are kept"));
}

}  // namespace
}  // namespace unseen
