// Files enter a run by what they hold, not by where they lie.
#include <gtest/gtest.h>

#include "laboratory.hpp"
#include "pictures.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

TEST(WeightFile, IsPartOfARunByItsBytesAlone) {
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto bytes = content(lab.checkpoint("best.safetensors"));
  const auto set = [](const fs::path& file) { return Words{"--set", "backbone.weights=" + file.string()}; };
  const auto file = lab.folder().write("weights/first.safetensors", bytes);
  ASSERT_TRUE(ended(lab.run(set(file)), 0));
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_runs"), "2");

  const auto moved = lab.folder().write("elsewhere/second.safetensors", bytes);
  ASSERT_TRUE(ended(lab.run(set(moved)), 0));
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_runs"), "2")
      << "the same weights elsewhere were trained from again";

  ASSERT_TRUE(has_number(lab.table(set(file)).out));
  auto changed = bytes;
  changed.back() ^= 1;
  lab.folder().write("weights/first.safetensors", changed);
  const auto unplanned = lab.table(set(file));
  EXPECT_TRUE(ended(unplanned, 2));
  EXPECT_TRUE(says(unplanned.err, file.string() + " has changed"));
  ASSERT_TRUE(ended(lab.run(Words{"--dry-run", "--plan"} + set(file)), 0));
  EXPECT_FALSE(has_number(lab.table(set(file)).out));
}

/// Pictures of their own for each split.
void write_splits(const fs::path& root, unsigned each) {
  for (const auto* split : {"train", "val", "test"}) write_pictures(root / split, each);
}

/// An experiment on pictures below @photos.
std::string on_photos() {
  auto text = Laboratory::one_epoch();
  const std::string drawn =
      R"({ plugin = "procedural", identities = 4, frames = 2, side = 32, methods = ["checkerboard"] })";
  text = with(text, drawn, R"({ plugin = "image_folder", root = "@photos" })");
  text = with(text, drawn, R"({ plugin = "image_folder", root = "@photos" })");
  return with(text, R"({ plugin = "procedural", identities = 4, frames = 2, side = 32, methods = ["seam"] })",
              R"({ plugin = "image_folder", root = "@tested" })");
}

TEST(Roots, MayMoveWithoutATraining) {
  const Laboratory lab{on_photos()};
  write_splits(lab.folder().path() / "here", 8);
  lab.folder().write("experiments/roots.toml", "photos = \"../here\"\ntested = \"../here\"\n");
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto before = trained(lab);
  const auto evaluated = evaluations(lab);

  fs::create_directories(lab.folder().path() / "far" / "away");
  fs::rename(lab.folder().path() / "here", lab.folder().path() / "far" / "away" / "photos");
  lab.folder().write("experiments/roots.toml",
                     "photos = \"../far/away/photos\"\ntested = \"../far/away/photos\"\n");
  EXPECT_TRUE(ended(lab.table(), 2)) << "a table of files that are no longer those that were looked at";
  ASSERT_TRUE(ended(lab.run(), 0));
  EXPECT_EQ(trained(lab), before);
  EXPECT_EQ(evaluations(lab), evaluated);
  EXPECT_TRUE(has_number(lab.table().out));
}

TEST(Roots, ThatGainAFileAreOtherData) {
  const Laboratory lab{on_photos()};
  write_splits(lab.folder().path() / "photos", 8);
  write_pictures(lab.folder().path() / "tested", 4);
  lab.folder().write("experiments/roots.toml", "photos = \"../photos\"\ntested = \"../tested\"\n");
  ASSERT_TRUE(ended(lab.run(), 0));
  ASSERT_TRUE(has_number(lab.table().out));
  const auto before = trained(lab);

  write_picture(lab.folder().path() / "tested" / "real" / "one_more.bmp", 77);
  const auto unplanned = lab.table();
  EXPECT_TRUE(ended(unplanned, 2));
  EXPECT_TRUE(says(unplanned.err, "has changed"));
  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0));
  EXPECT_FALSE(has_number(lab.table().out));
  ASSERT_TRUE(ended(lab.run(), 0));
  EXPECT_EQ(trained(lab), before) << "files of a test trained anew";
  EXPECT_TRUE(has_number(lab.table().out));

  write_picture(lab.folder().path() / "photos" / "train" / "real" / "one_more.bmp", 78);
  EXPECT_TRUE(ended(lab.table(), 2));
  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0));
  EXPECT_FALSE(has_number(lab.table().out));
  EXPECT_TRUE(says(lab.run({"--dry-run"}).out, "new"));
}

TEST(Roots, ThatGainOrLoseAFolderAreOtherData) {
  const Laboratory lab{on_photos()};
  const auto tested = lab.folder().path() / "tested";
  write_splits(lab.folder().path() / "photos", 8);
  write_pictures(tested, 4);
  lab.folder().write("experiments/roots.toml", "photos = \"../photos\"\ntested = \"../tested\"\n");
  const auto expect_outdated = [&lab](const char* what) {
    EXPECT_TRUE(ended(lab.table(), 2)) << what;
    ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0));
    EXPECT_TRUE(ended(lab.table(), 0));
  };
  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0));
  write_picture(tested / "fake" / "new_method" / "0.bmp", 5);
  expect_outdated("a method more");
  fs::remove_all(tested / "fake" / "new_method");
  expect_outdated("a method less");
  write_pictures(tested / "test", 4);
  expect_outdated("a folder for the split");
}

TEST(Splits, ThatShareAPictureAreRefused) {
  const Laboratory lab{on_photos()};
  write_pictures(lab.folder().path() / "photos", 8);
  lab.folder().write("experiments/roots.toml", "photos = \"../photos\"\ntested = \"../photos\"\n");
  const auto refused = lab.run();
  EXPECT_TRUE(ended(refused, 2));
  EXPECT_TRUE(says(refused.err, "is in the split \"train\" too"));
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_runs"), "");
}

TEST(Plan, IsOfOneFileAndNotOfItsCopyElsewhere) {
  const Laboratory lab{Laboratory::one_epoch()};
  const auto copy = lab.folder().write("experiments/copied/tiny.toml", Laboratory::one_epoch()).string();
  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0));
  const auto unplanned = lab.unseen({"table", copy, "--db", lab.database().string()});
  EXPECT_TRUE(ended(unplanned, 2));
  EXPECT_TRUE(says(unplanned.err, lab.experiment().string()));
}

TEST(Plan, MadeWithoutTheDataReplacesNoneMadeWithThem) {
  const Laboratory lab{on_photos()};
  const auto photos = lab.folder().path() / "photos";
  write_splits(photos, 8);
  lab.folder().write("experiments/roots.toml", "photos = \"../photos\"\ntested = \"../photos\"\n");
  ASSERT_TRUE(ended(lab.run(), 0));
  fs::rename(photos, lab.folder().path() / "unmounted");
  const auto planned = lab.run({"--dry-run", "--plan"});
  ASSERT_TRUE(ended(planned, 0));
  EXPECT_TRUE(says(planned.err, "is kept"));
  EXPECT_TRUE(has_number(lab.table().out));
}

}  // namespace
}  // namespace unseen
