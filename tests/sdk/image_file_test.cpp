#include <gtest/gtest.h>

#include <string>

#include <unseen/image_file.hpp>

namespace unseen {
namespace {

using namespace std::string_literals;

TEST(ImageFile, IsKnownByItsEnding) {
  for (const auto* name : {"a.png", "b/c.JPG", "x.y.jpeg", "t.TiFf"})
    EXPECT_TRUE(is_image_file(name)) << name;
  for (const auto* name : {"a", "a.mp4", "png", ".png", "a.png.txt"})
    EXPECT_FALSE(is_image_file(name)) << name;
}

TEST(ImageFile, IsCutWhereItsEndIsMissing) {
  const auto preview = "\xFF\xDA..\xFF\xD9"s, scan = "\xFF\xDA....."s, end = "\xFF\xD9"s;
  const auto jpeg = "\xFF\xD8"s + preview + scan;
  EXPECT_TRUE(is_cut_image(jpeg)) << "the end is a preview's";
  EXPECT_FALSE(is_cut_image(jpeg + end));
  EXPECT_FALSE(is_cut_image(jpeg + end + "trailing bytes"));
  EXPECT_TRUE(is_cut_image("\x89PNG..IDAT"));
  EXPECT_FALSE(is_cut_image("\x89PNG..IDAT..IEND...."));
  EXPECT_FALSE(is_cut_image("BM and anything"));
}

}  // namespace
}  // namespace unseen
