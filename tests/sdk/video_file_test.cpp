#include <gtest/gtest.h>

#include <unseen/video_file.hpp>

namespace unseen {
namespace {

TEST(VideoFile, IsKnownByItsEnding) {
  for (const auto* name : {"a.mp4", "b/c.MKV", "x.y.Avi"}) EXPECT_TRUE(is_video_file(name)) << name;
  for (const auto* name : {"a", "a.png", "mp4", ".mp4", "a.mp4.part"})
    EXPECT_FALSE(is_video_file(name)) << name;
}

}  // namespace
}  // namespace unseen
