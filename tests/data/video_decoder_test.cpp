#include <gtest/gtest.h>

#include "data/video_decoder.hpp"
#include "data/written_video.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

struct Decoded {
  std::vector<std::int64_t> asked_and_shown;
  std::vector<MissingFrame> missing;
};

Decoded decode(const std::filesystem::path& file, const std::vector<std::int64_t>& frames) {
  VideoDecoder decoder{file};
  Decoded result;
  result.missing = decoder.decode(frames, [&](std::int64_t frame, const cv::Mat& rgb) {
    EXPECT_EQ(rgb.type(), CV_8UC3);
    EXPECT_EQ(shown_frame(rgb), frame);
    result.asked_and_shown.push_back(frame);
  });
  return result;
}

TEST(VideoDecoder, GivesTheFramesThatWereAskedFor) {
  const TemporaryFolder folder;
  for (const auto* name : {"a.mp4", "a.avi"}) {
    write_video(folder.path() / name, 20);
    const auto decoded = decode(folder.path() / name, {0, 3, 4, 19});
    EXPECT_EQ(decoded.asked_and_shown, (std::vector<std::int64_t>{0, 3, 4, 19})) << name;
    EXPECT_TRUE(decoded.missing.empty());
    EXPECT_EQ(VideoDecoder{folder.path() / name}.frame_count(), 20);
  }
}

TEST(VideoDecoder, GivesRedFirst) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "red.avi";
  cv::VideoWriter writer{
      file.string(), cv::CAP_FFMPEG, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 25.0, {64, 48}};
  writer.write(cv::Mat(48, 64, CV_8UC3, cv::Scalar(0, 0, 250)));
  writer.release();
  VideoDecoder{file}.decode({0}, [](std::int64_t, const cv::Mat& rgb) {
    EXPECT_GT(cv::mean(rgb)[0], 200);
    EXPECT_LT(cv::mean(rgb)[2], 50);
  });
}

TEST(VideoDecoder, CountsFramesWhateverTheirDurations) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "varied.mp4";
  write_video(file, 20);
  Mp4Boxes boxes{file};
  boxes.vary_rate();
  boxes.save();
  EXPECT_LT(cv::VideoCapture{file.string()}.get(cv::CAP_PROP_FPS), 24) << "the rate is as it was";
  EXPECT_EQ(VideoDecoder{file}.frame_count(), 20);
  const auto decoded = decode(file, {0, 9, 10, 11, 19});
  EXPECT_EQ(decoded.asked_and_shown, (std::vector<std::int64_t>{0, 9, 10, 11, 19}));
}

TEST(VideoDecoder, TurnsFramesAsTheContainerSays) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "turned.mp4";
  {
    cv::VideoWriter writer{
        file.string(), cv::CAP_FFMPEG, cv::VideoWriter::fourcc('m', 'p', '4', 'v'), 25.0, {64, 48}};
    cv::Mat frame(48, 64, CV_8UC3, cv::Scalar::all(20));
    frame.colRange(0, 32) = cv::Scalar::all(220);
    writer.write(frame);
  }
  Mp4Boxes boxes{file};
  boxes.turn();
  boxes.save();
  VideoDecoder{file}.decode({0}, [](std::int64_t, const cv::Mat& rgb) {
    EXPECT_EQ(rgb.size(), cv::Size(48, 64));
    EXPECT_GT(cv::mean(rgb.rowRange(0, 28))[0], 200) << "the left half has come to the top";
    EXPECT_LT(cv::mean(rgb.rowRange(36, 64))[0], 40);
  });
}

TEST(VideoDecoder, GivesOddSizesWhole) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "odd.mjpeg";
  write_jpegs(file, 9, {63, 47});
  EXPECT_EQ(VideoDecoder{file}.frame_count(), 9);
  VideoDecoder{file}.decode({0, 8}, [](std::int64_t frame, const cv::Mat& rgb) {
    EXPECT_EQ(rgb.size(), cv::Size(63, 47));
    EXPECT_EQ(shown_frame(rgb), frame);
    EXPECT_EQ(shown_frame(rgb.colRange(62, 63)), frame);
    EXPECT_EQ(shown_frame(rgb.rowRange(46, 47)), frame);
  });
}

TEST(VideoDecoder, NamesEveryFrameOfAFileThatCannotBeOpened) {
  const TemporaryFolder folder;
  write_video(folder.path() / "cut.mp4", 20);
  cut_file(folder.path() / "cut.mp4", 0.5);
  folder.write("empty.mp4", "");
  folder.write("text.mp4", "this is no video");
  ::testing::internal::CaptureStderr();
  for (const auto* name : {"cut.mp4", "empty.mp4", "text.mp4", "absent.mp4"}) {
    VideoDecoder decoder{folder.path() / name};
    EXPECT_FALSE(decoder.is_open()) << name;
    EXPECT_EQ(decoder.frame_count(), 0);
    const auto missing = decode(folder.path() / name, {0, 7}).missing;
    EXPECT_EQ(missing, (std::vector<MissingFrame>{{0, "cannot be opened"}, {7, "cannot be opened"}})) << name;
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "") << "the libraries speak between our lines";
}

TEST(VideoDecoder, NamesWhatTheContainerPromisedAndTheDecoderDidNotGive) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "cut.avi";
  write_video(file, 20);
  cut_file(file, 0.6);
  EXPECT_EQ(VideoDecoder{file}.frame_count(), 20);
  ::testing::internal::CaptureStderr();
  const auto decoded = decode(file, {0, 1, 2, 18});
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(decoded.asked_and_shown, (std::vector<std::int64_t>{0, 1}))
      << "the frame that the cut goes through is not whole";
  ASSERT_EQ(decoded.missing.size(), 2U);
  EXPECT_EQ(decoded.missing[0].frame, 2);
  EXPECT_NE(decoded.missing[0].reason.find("ended after"), std::string::npos);
}

}  // namespace
}  // namespace unseen
