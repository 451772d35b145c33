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
  write_pictures(lab.folder().path() / "here", 8);
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
  write_pictures(lab.folder().path() / "photos", 8);
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

  write_picture(lab.folder().path() / "photos" / "real" / "one_more.bmp", 78);
  EXPECT_TRUE(ended(lab.table(), 2));
  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0));
  EXPECT_FALSE(has_number(lab.table().out));
  EXPECT_TRUE(says(lab.run({"--dry-run"}).out, "new"));
}

}  // namespace
}  // namespace unseen
