// All videos of a class are there by name and damaged on the disk: a test of one class is no test.
#include <gtest/gtest.h>

#include "laboratory.hpp"
#include "pictures.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// A laboratory whose folder "photos" holds pictures, every fake one cut short.
class DamagedClass : public ::testing::Test {
 protected:
  DamagedClass() {
    write_pictures(photos(), 4);
    for (const auto& file : fs::directory_iterator{photos() / "fake" / "swap"}) fs::resize_file(file, 500);
  }

  fs::path photos() const { return lab_.folder().path() / "photos"; }

  Words dataset() const { return {"--set", "test=[{name=\"own\",dataset=" + in_photos() + "}]"}; }
  std::string in_photos() const { return "{plugin=\"image_folder\",root=\"" + photos().string() + "\"}"; }

  const Laboratory lab_{Laboratory::one_epoch()};
};

TEST_F(DamagedClass, FailsTheTestAndNamesEachFileWithTheRemedy) {
  const auto run = lab_.run(dataset());
  EXPECT_TRUE(ended(run, 1));
  for (const auto* name : {"0.bmp", "1.bmp", "2.bmp", "3.bmp"}) {
    EXPECT_TRUE(says(run.err, (photos() / "fake" / "swap" / name).string()));
  }
  EXPECT_TRUE(says(run.err, "restore the file"));
  EXPECT_TRUE(says(run.err, "no fake videos among those scored"));
  EXPECT_EQ(lab_.rows("SELECT test, state FROM evaluation"), (std::vector<Words>{{"own", "failed"}}));
  EXPECT_TRUE(says(lab_.value("SELECT reason FROM evaluation"), "no fake videos among those scored"));
  EXPECT_EQ(lab_.value("SELECT count(*) FROM v_final"), "0");
}

TEST_F(DamagedClass, HasNoNumberInAnyFormatOfTheTable) {
  ASSERT_TRUE(ended(lab_.run(dataset()), 1));
  const auto table = lab_.table(dataset());
  ASSERT_TRUE(ended(table, 0));
  EXPECT_TRUE(says(table.out, "failed"));
  EXPECT_FALSE(has_number(table.out)) << table.out;
  for (const auto* format : {"--csv", "--json", "--latex"}) {
    const auto other = lab_.table(dataset() + Words{format});
    ASSERT_TRUE(ended(other, 0)) << format;
    for (const auto* number : {"50.0", "0.5", "nan"}) EXPECT_FALSE(says(other.out, number)) << format;
  }
}

TEST_F(DamagedClass, IsTestedWithoutTrainingOnceItIsRestored) {
  ASSERT_TRUE(ended(lab_.run(dataset()), 1));
  const auto before = trained(lab_);
  write_pictures(photos(), 4);
  ASSERT_TRUE(ended(lab_.run(dataset()), 0));
  EXPECT_EQ(trained(lab_), before);
  EXPECT_TRUE(has_number(lab_.table(dataset()).out));
}

TEST_F(DamagedClass, AtValidationFailsTheRun) {
  const auto run = lab_.run({"--set", "validate.dataset=" + in_photos()});
  EXPECT_TRUE(ended(run, 1));
  EXPECT_TRUE(says(run.err, "no fake videos among those scored"));
  EXPECT_EQ(lab_.rows("SELECT state FROM v_runs"), (std::vector<Words>{{"failed"}}));
  EXPECT_EQ(lab_.value("SELECT count(*) FROM v_final"), "0");
}

}  // namespace
}  // namespace unseen
