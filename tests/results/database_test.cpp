#include "results/database.hpp"

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include <unseen/error.hpp>

#include "results/schema.hpp"
#include "sample_runs.hpp"
#include "support/child.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// What the call throws, as text; "" where it throws nothing of kind E.
template <class E, class Call>
std::string message_of(const Call& call) {
  try {
    call();
  } catch (const E& error) {
    return error.what();
  }
  return "";
}

void foreign_file(const fs::path& file, int application_id) {
  SQLite::Database other{file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
  other.exec("PRAGMA application_id = " + std::to_string(application_id));
  other.exec("CREATE TABLE bookmark (url TEXT)");
}

TEST(Database, MakesTheFileAndItsFolder) {
  const TemporaryFolder folder;
  const auto database = Database::open(folder.path() / "new/results/results.db");
  EXPECT_EQ(database.file(), folder.path() / "new/results/results.db");
  EXPECT_TRUE(fs::exists(database.file()));
  EXPECT_FALSE(database.read_only());
  EXPECT_EQ(run_folder(database, "ab12"), folder.path() / "new/results/runs/ab12");
}

TEST(Database, CanBeMoved) {
  const TemporaryFolder folder;
  auto first = Database::open(folder.path() / "r.db");
  auto second = std::move(first);
  EXPECT_TRUE(list_runs(second).empty());
}

TEST(Database, SaysThatThereAreNoResultsYet) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "r.db";
  EXPECT_NE(message_of<InputError>([&] { Database::open_existing(file); }).find("no results yet"),
            std::string::npos);
  EXPECT_FALSE(fs::exists(file));
}

TEST(Database, ReadsNothingFromAnEmptyFileButMayFillIt) {
  const TemporaryFolder folder;
  const auto file = folder.write("r.db", "");
  EXPECT_NE(message_of<InputError>([&] { Database::open_existing(file); }).find("no results yet"),
            std::string::npos);
  EXPECT_EQ(fs::file_size(file), 0U);
  Database::open(file);
  EXPECT_TRUE(list_runs(*std::make_unique<Database>(Database::open_existing(file))).empty());
}

TEST(Database, RefusesTheFileOfAnotherProgramAndLeavesItAsItWas) {
  for (const int application_id : {0, 42}) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "other.db";
    foreign_file(file, application_id);
    EXPECT_NE(message_of<Error>([&] { Database::open(file); }).find("another program"), std::string::npos);
    EXPECT_NE(message_of<Error>([&] { Database::open_existing(file); }).find("another program"),
              std::string::npos);
    EXPECT_TRUE(SQLite::Database(file.string()).tableExists("bookmark"));
    EXPECT_FALSE(SQLite::Database(file.string()).tableExists("run"));
  }
}

TEST(Database, RefusesAFileThatIsNoDatabase) {
  const TemporaryFolder folder;
  const auto file = folder.write("r.db", std::string(4096, 'x'));
  EXPECT_NE(message_of<Error>([&] { Database::open(file); }).find(file.string()), std::string::npos);
  EXPECT_NE(message_of<Error>([&] { Database::open_existing(file); }).find(file.string()), std::string::npos);
}

TEST(Database, RefusesAFolder) {
  const TemporaryFolder folder;
  EXPECT_FALSE(message_of<Error>([&] { Database::open(folder.path()); }).empty());
  EXPECT_FALSE(message_of<InputError>([&] { Database::open_existing(folder.path()); }).empty());
}

TEST(Database, RefusesANewerSchemaAndNamesBothVersions) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "r.db";
  Database::open(file);
  SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 812");
  for (const auto& message : {message_of<Error>([&] { Database::open(file); }),
                              message_of<Error>([&] { Database::open_existing(file); })}) {
    EXPECT_NE(message.find(file.string()), std::string::npos);
    EXPECT_NE(message.find("version 812"), std::string::npos);
    EXPECT_NE(message.find("up to 3"), std::string::npos);
    EXPECT_NE(message.find("newer unseen"), std::string::npos);
  }
}

TEST(Database, HoldsOnlyStrictTables) {
  const TemporaryFolder folder;
  Database::open(folder.path() / "r.db");
  SQLite::Database raw{(folder.path() / "r.db").string()};
  EXPECT_EQ(raw.execAndGet(
                   "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND NOT "
                   "strict AND name NOT LIKE 'sqlite_%'")
                .getInt(),
            0);
  EXPECT_EQ(raw.execAndGet("PRAGMA application_id").getInt(), kApplicationId);
}

TEST(Database, InAFolderThatOnlyOthersMayWriteIsReadButNotWritten) {
  if (::getuid() != 0) GTEST_SKIP() << "needs root, to become a user without rights";
  const TemporaryFolder folder;
  const auto file = folder.path() / "r.db";
  {
    auto database = Database::open(file);
    finished_run(database, "aa", 1);
  }
  ::chmod(folder.path().c_str(), 0755);
  ::chmod(file.c_str(), 0644);
  Child nobody{[&] {
    if (::setuid(65534) != 0) throw std::runtime_error{"cannot become another user"};
    const auto refusal = message_of<Error>([&] { Database::open(file); });
    if (refusal.find("--db") == std::string::npos) throw std::runtime_error{"refusal: " + refusal};
    const auto no_folder = message_of<Error>([&] { Database::open(folder.path() / "sub/r.db"); });
    if (no_folder.find("--db") == std::string::npos) throw std::runtime_error{"refusal: " + no_folder};
    auto database = Database::open_existing(file);
    if (!database.read_only() || mark_lost(database) != 0) throw std::runtime_error{"it can be written"};
    if (list_runs(database).size() != 1) throw std::runtime_error{"it cannot be read"};
    if (message_of<Error>([&] { claim_run(database, sample_run("bb", 1)); }).find("--db") ==
        std::string::npos) {
      throw std::runtime_error{"a claim was not refused"};
    }
  }};
  EXPECT_EQ(nobody.wait(), 0);
}

}  // namespace
}  // namespace unseen
