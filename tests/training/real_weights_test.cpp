// Weights that were trained elsewhere, on real photographs: a wrong padding, eps or channel order loads
// without complaint, and shows here.

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "support/models.hpp"
#include "support/test_data.hpp"
#include "training/normalisation.hpp"
#include "training/weights.hpp"

namespace unseen::test {
namespace {

const std::filesystem::path kWeights = std::filesystem::path{UNSEEN_WEIGHTS} / "efficientnet_lite0.pth";

constexpr std::int64_t kSuit = 834, kWindsorTie = 906;  // ImageNet's classes

/// The middle square of a photograph, (1, side, side, 3), RGB.
torch::Tensor middle(const std::filesystem::path& file, int side) {
  auto picture = cv::imread(file.string());
  const auto square = std::min(picture.rows, picture.cols);
  picture = picture({(picture.cols - square) / 2, (picture.rows - square) / 2, square, square});
  cv::Mat rgb;
  cv::resize(picture, rgb, {side, side}, 0, 0, cv::INTER_AREA);
  cv::cvtColor(rgb, rgb, cv::COLOR_BGR2RGB);
  return torch::from_blob(rgb.data, {1, side, side, 3}, torch::kByte).clone();
}

TEST(RealWeights, SeeASuitAndATieInThePortraitsOfPoliticians) {
  const auto portraits = test_data("faces_congress");
  if (portraits.empty()) GTEST_SKIP() << kNoTestData;
  if (!std::filesystem::exists(kWeights)) GTEST_SKIP() << "needs the weights that scripts/setup fetches";
  const c10::InferenceMode inference;
  const auto model = make_backbone("efficientnet", R"({"variant":"lite0"})");
  model->build(1000);
  EXPECT_TRUE(load_weights(*model, kWeights).empty());
  model->eval();
  // P(suit) as timm gives it for the same files.
  const std::map<std::string, double> timms{
      {"A000055.jpg", 0.56}, {"A000148.jpg", 0.53}, {"A000372.jpg", 0.66}};
  for (const auto& [name, suit] : timms) {
    const auto x = normalised(middle(portraits / name, 224), model->input(), true);
    const auto probabilities = model->forward(x).softmax(1)[0];
    const auto best = std::get<1>(probabilities.topk(2));
    EXPECT_EQ(best[0].item<std::int64_t>(), kSuit) << name;
    EXPECT_EQ(best[1].item<std::int64_t>(), kWindsorTie) << name;
    EXPECT_NEAR(probabilities[kSuit].item<double>(), suit, 0.1) << name;
  }
}

TEST(RealWeights, StartADetectorWithoutTheirHead) {
  if (!std::filesystem::exists(kWeights)) GTEST_SKIP() << "needs the weights that scripts/setup fetches";
  const auto model = make_backbone("efficientnet", R"({"variant":"lite0"})");
  model->build(2);
  EXPECT_EQ(load_weights(*model, kWeights),
            (std::vector<std::string>{"classifier.bias", "classifier.weight"}));
}

}  // namespace
}  // namespace unseen::test
