#include "results/migrations.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include <unseen/error.hpp>

#include "support/child.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

const std::vector<Migration> kOne{{1, "CREATE TABLE pet (name TEXT)"}};
const std::vector<Migration> kTwo{{1, "CREATE TABLE pet (name TEXT)"},
                                  {2, "ALTER TABLE pet ADD COLUMN age INTEGER"}};
constexpr const char* kOldView = "CREATE VIEW v_pet AS SELECT name FROM pet";
constexpr const char* kNewView = "CREATE VIEW v_pet AS SELECT name, age FROM pet";

class Migrations : public testing::Test {
 protected:
  Migrations() {
    Connection old{file_, true};
    migrate(old, kOne, kOldView);
    old.run("INSERT INTO pet VALUES ('Rex')");
  }
  TemporaryFolder folder_;
  fs::path file_ = folder_.path() / "r.db";
  fs::path backup_ = folder_.path() / "r.db.v1.backup";
};

TEST_F(Migrations, BringAnOlderFileUpToDateAndKeepItsRows) {
  Connection connection{file_, true};
  migrate(connection, kTwo, kNewView);
  EXPECT_EQ(connection.integer("PRAGMA user_version"), 2);
  EXPECT_EQ(connection.text("SELECT name FROM v_pet WHERE age IS NULL"), "Rex");
}

TEST_F(Migrations, LeaveACopyOfTheOlderFile) {
  {
    Connection connection{file_, true};
    migrate(connection, kTwo, kNewView);
  }
  Connection copy{backup_, false};
  EXPECT_EQ(copy.integer("PRAGMA user_version"), 1);
  EXPECT_EQ(copy.text("SELECT name FROM v_pet"), "Rex");
}

TEST_F(Migrations, MakeNoCopyOfANewFile) {
  Connection connection{folder_.path() / "new.db", true};
  migrate(connection, kTwo, kNewView);
  EXPECT_FALSE(fs::exists(folder_.path() / "new.db.v0.backup"));
}

TEST_F(Migrations, ThatFailChangeNothing) {
  Connection connection{file_, true};
  auto broken = kTwo;
  broken.push_back({3, "ALTER TABLE no_such_table ADD COLUMN age INTEGER"});
  EXPECT_THROW(migrate(connection, broken, kNewView), Error);
  EXPECT_EQ(connection.integer("PRAGMA user_version"), 1);
  EXPECT_EQ(connection.text("SELECT name FROM v_pet"), "Rex");
  EXPECT_THROW(connection.text("SELECT age FROM pet"), Error);
}

TEST_F(Migrations, HappenOnceHoweverManyProcessesTry) {
  Pipe start;
  std::vector<Child> children;
  for (int i = 0; i < 6; ++i) {
    children.emplace_back([&] {
      start.close_writer();
      start.receive();
      Connection connection{file_, true};
      migrate(connection, kTwo, kNewView);
    });
  }
  start.close_writer();
  for (auto& child : children) EXPECT_EQ(child.wait(), 0);
  Connection connection{file_, false};
  EXPECT_EQ(connection.integer("PRAGMA user_version"), 2);
  EXPECT_EQ(connection.integer("SELECT count(*) FROM v_pet"), 1);
}

TEST_F(Migrations, AreLeftToAWriter) {
  Connection connection{file_, false};
  try {
    require_version(connection, 2);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_NE(std::string{error.what()}.find("version 1"), std::string::npos);
    EXPECT_NE(std::string{error.what()}.find("version 2"), std::string::npos);
  }
  EXPECT_EQ(connection.integer("PRAGMA user_version"), 1);
}

}  // namespace
}  // namespace unseen
