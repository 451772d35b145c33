#include "faces/yunet.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "faces/mtcnn.hpp"
#include "photographs.hpp"
#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen::test {
namespace {

std::filesystem::path model() { return test_data("models") / "face_detection_yunet_2022mar.onnx"; }

std::vector<cv::Mat> some_pictures() {
  std::vector<cv::Mat> pictures;
  for (const auto& file : photographs()) {
    if (pictures.size() == 6) break;
    pictures.emplace_back();
    cv::resize(picture(file), pictures.back(), {335, 410});
  }
  return pictures;
}

double overlap(const cv::Rect2f& a, const cv::Rect2f& b) {
  return (a & b).area() / (a.area() + b.area() - (a & b).area());
}

TEST(Yunet, FindsTheFacesThatMtcnnFinds) {
  if (test_data("models").empty()) GTEST_SKIP() << kNoTestData;
  if (!std::filesystem::exists(kMtcnnWeights))
    GTEST_SKIP() << "needs " << kMtcnnWeights << ": run scripts/setup";
  const Yunet yunet{model(), 0.9};
  const Mtcnn mtcnn{kMtcnnWeights, 20.0, torch::kCPU};
  const auto pictures = some_pictures();
  const auto found = yunet.detect(pictures), wanted = mtcnn.detect(pictures);
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    ASSERT_EQ(found[i].size(), 1U);
    EXPECT_GT(overlap(found[i][0].box, wanted[i].at(0).box), 0.6);
    const auto eyes = cv::norm(wanted[i][0].points[0] - wanted[i][0].points[1]);
    for (std::size_t p = 0; p < 5; ++p) {
      EXPECT_LT(cv::norm(found[i][0].points.at(p) - wanted[i][0].points.at(p)), 0.2 * eyes) << "point " << p;
    }
  }
}

TEST(Yunet, ServesSeveralThreads) {
  if (test_data("models").empty()) GTEST_SKIP() << kNoTestData;
  const Yunet yunet{model(), 0.9};
  const auto pictures = some_pictures();
  const auto alone = yunet.detect(pictures);
  std::vector<std::vector<std::vector<Face>>> found(3);
  {
    std::vector<std::jthread> threads;
    for (auto& own : found) threads.emplace_back([&] { own = yunet.detect(pictures); });
  }
  for (const auto& own : found) {
    for (std::size_t i = 0; i < pictures.size(); ++i) EXPECT_EQ(own[i].at(0).box, alone[i].at(0).box);
  }
}

TEST(Yunet, FindsNothingInAPictureThatIsTooSmall) {
  if (test_data("models").empty()) GTEST_SKIP() << kNoTestData;
  const Yunet yunet{model(), 0.9};
  for (const auto& size : {cv::Size{1, 1}, {31, 47}, {101, 33}}) {
    EXPECT_TRUE(yunet.detect({cv::Mat(size, CV_8UC3, cv::Scalar::all(90))}).at(0).empty()) << size;
  }
}

TEST(Yunet, SaysWhichFileIsNoModel) {
  const TemporaryFolder folder;
  folder.write("model.onnx", "nothing");
  EXPECT_TRUE(contains(input_error_of([&] { Yunet(folder.path() / "model.onnx", 0.9); }), "model.onnx"));
}

}  // namespace
}  // namespace unseen::test
