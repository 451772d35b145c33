// The sheets that people look at before they train.
#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

#include "figures/contact_sheet.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

constexpr int kGap = 8, kFrame = 4, kOuter = 176 + 2 * kFrame;
const cv::Vec3b kBlue{178, 114, 0}, kOrange{0, 94, 213}, kWhite{255, 255, 255};

cv::Mat written(const std::vector<Tile>& tiles, int columns) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "sheet.png";
  write_contact_sheet(tiles, columns, file);
  return cv::imread(file.string());
}

Tile grey(int label) { return {cv::Mat(40, 30, CV_8UC3, cv::Scalar::all(128)), label, "a caption"}; }

TEST(ContactSheet, FramesFakesByABrokenLineOnAllFourSides) {
  const auto sheet = written({grey(1)}, 1);
  const auto inside = kGap + 1, outside = kGap + kOuter - 2;
  for (int at = kGap; at < kGap + kOuter; ++at) {
    const auto expected = (at - kGap) / 12 % 2 == 0 ? kOrange : kWhite;
    if (at > kGap + kFrame && at < kGap + kOuter - kFrame) {
      EXPECT_EQ(sheet.at<cv::Vec3b>(inside, at), expected) << "top, " << at;
      EXPECT_EQ(sheet.at<cv::Vec3b>(outside, at), expected) << "bottom, " << at;
      EXPECT_EQ(sheet.at<cv::Vec3b>(at, inside), expected) << "left, " << at;
      EXPECT_EQ(sheet.at<cv::Vec3b>(at, outside), expected) << "right, " << at;
    }
  }
}

TEST(ContactSheet, FramesRealOnesByAWholeLine) {
  const auto sheet = written({grey(0)}, 1);
  for (int at = kGap; at < kGap + kOuter; ++at) {
    EXPECT_EQ(sheet.at<cv::Vec3b>(kGap + 1, at), kBlue);
    EXPECT_EQ(sheet.at<cv::Vec3b>(at, kGap + kOuter - 2), kBlue);
  }
}

TEST(ContactSheet, TakesAsManyRowsAsThePicturesNeed) {
  const auto two = written({grey(0), grey(1)}, 2), three = written({grey(0), grey(1), grey(0)}, 2);
  EXPECT_EQ(two.cols, three.cols);
  EXPECT_EQ(three.rows - kGap, 2 * (two.rows - kGap));
}

}  // namespace
}  // namespace unseen
