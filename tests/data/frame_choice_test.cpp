#include <gtest/gtest.h>

#include "data/frame_choice.hpp"

namespace unseen {
namespace {

using Frames = std::vector<std::int64_t>;

TEST(FrameChoice, TruncatesAnEvenlySpacedRangeAsNumpyDoes) {
  // int(x) for x in numpy.linspace(0, N - 1, n)
  EXPECT_EQ(candidate_frames(300, 8), (Frames{0, 42, 85, 128, 170, 213, 256, 299}));
  EXPECT_EQ(candidate_frames(24, 5), (Frames{0, 5, 11, 17, 23}));
  EXPECT_EQ(candidate_frames(10, 4), (Frames{0, 3, 6, 9}));
  EXPECT_EQ(candidate_frames(1000, 32).back(), 999);
  EXPECT_EQ(candidate_frames(1000, 32).size(), 32U);
}

TEST(FrameChoice, NamesEachFrameOfAShortVideoOnce) {
  EXPECT_EQ(candidate_frames(5, 32), (Frames{0, 1, 2, 3, 4}));
  EXPECT_EQ(candidate_frames(1, 32), Frames{0});
  EXPECT_EQ(candidate_frames(24, 24).size(), 24U);
}

TEST(FrameChoice, IsEmptyWhereThereIsNothingToChoose) {
  EXPECT_TRUE(candidate_frames(0, 32).empty());
  EXPECT_TRUE(candidate_frames(-1, 32).empty());
  EXPECT_TRUE(candidate_frames(10, 0).empty());
  EXPECT_TRUE(spread(0, 8).empty());
}

TEST(FrameChoice, TakesTheFirstWhereOneIsWanted) {
  EXPECT_EQ(candidate_frames(100, 1), Frames{0});
  EXPECT_EQ(spread(100, 1), Frames{0});
}

TEST(FrameChoice, SpreadsOverAllCandidatesAndNotOverTheFirst) {
  EXPECT_EQ(spread(32, 8), (Frames{0, 4, 9, 13, 18, 22, 27, 31}));
  EXPECT_EQ(spread(32, 32).size(), 32U);
  EXPECT_EQ(spread(3, 8), (Frames{0, 1, 2}));
}

TEST(FrameChoice, RoundsHalvesToEven) {
  EXPECT_EQ(spread(6, 3), (Frames{0, 2, 5}));  // 2.5 -> 2
  EXPECT_EQ(spread(8, 3), (Frames{0, 4, 7}));  // 3.5 -> 4
}

TEST(FrameChoice, RisesAndStaysInside) {
  for (std::int64_t count = 1; count < 200; ++count) {
    for (const std::int64_t wanted : {1, 2, 7, 8, 32}) {
      for (const auto& frames : {candidate_frames(count, wanted), spread(count, wanted)}) {
        ASSERT_FALSE(frames.empty());
        EXPECT_EQ(frames.front(), 0);
        EXPECT_LT(frames.back(), count);
        for (std::size_t i = 1; i < frames.size(); ++i) EXPECT_LT(frames[i - 1], frames[i]);
      }
    }
  }
}

}  // namespace
}  // namespace unseen
