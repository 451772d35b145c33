// What a thousand pairs look like on the whole: numbers recorded from this code, which hold it. A change that
// moves them changes what is learnt.
#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "sbi/pair.hpp"
#include "support/drawn_face.hpp"
#include "support/test_data.hpp"

namespace unseen::sbi {
namespace {

struct Statistics {
  double area = 0;        ///< of the window, where the mask is above half of its largest value
  double inside = 0;      ///< mean absolute difference of real and fake there, levels
  double outside = 0;     ///< and where the mask is zero
  double gradient = 0;    ///< of the mask in its steep part, per pixel, for a face of 100 pixels
  double smallest = 1e9;  ///< least difference inside, of all pairs

  void add(const Pair& pair, double face_width) {
    cv::Mat mask = cv::Mat::zeros(pair.real.size(), CV_32F);
    pair.mask.copyTo(mask(pair.masked));
    double most = 0;
    cv::minMaxLoc(mask, nullptr, &most);
    cv::Mat difference, grey, dx, dy, slope;
    cv::absdiff(pair.real, pair.fake, difference);
    cv::transform(difference, grey, cv::Matx13f{1 / 3.0F, 1 / 3.0F, 1 / 3.0F});
    cv::Sobel(mask, dx, CV_32F, 1, 0, 3, 0.125);
    cv::Sobel(mask, dy, CV_32F, 0, 1, 3, 0.125);
    cv::magnitude(dx, dy, slope);
    const cv::Mat core = mask > most / 2, edge = (mask > 0.2 * most) & (mask < 0.8 * most);
    area += static_cast<double>(cv::countNonZero(core)) / static_cast<double>(mask.total());
    inside += cv::mean(grey, core)[0];
    smallest = std::min(smallest, cv::mean(grey, core)[0]);
    outside += cv::mean(grey, mask == 0)[0];
    gradient += cv::mean(slope, edge)[0] * face_width / 100;
  }

  void divide(double by) {
    for (auto* value : {&area, &inside, &outside, &gradient}) *value /= by;
  }
};

Statistics of_pairs(const std::vector<Face>& faces, const Options& options, Phase phase,
                    std::uint64_t count) {
  Statistics statistics;
  for (std::uint64_t item = 0; item < count; ++item) {
    const auto& face = faces[item % faces.size()];
    Random random{0, 0, item};
    const auto pair = blended_pair(face, {options, face.image.size(), random, phase}, options.colour);
    EXPECT_TRUE(pair) << "item " << item;
    if (pair) statistics.add(*pair, face.points[16].x - face.points[0].x);
  }
  statistics.divide(static_cast<double>(count));
  return statistics;
}

TEST(SbiStatistics, OfAThousandPairsOfADrawnFaceHold) {
  const Options options{Params{"sbi", Value{}}};
  const auto found = of_pairs({outer_face(test::face_sample(100))}, options, Phase::train, 1000);
  EXPECT_NEAR(found.area, 0.285, 0.006);
  EXPECT_NEAR(found.inside, 14.55, 0.4);
  EXPECT_NEAR(found.outside, 0.095, 0.03) << "what JPEG carries over its blocks";
  EXPECT_NEAR(found.gradient, 0.0668, 0.002);
  EXPECT_GT(found.smallest, 0.8);
}

TEST(SbiStatistics, OfAThousandPairsInValidationHold) {
  const Options options{Params{"sbi", Value{}}};
  const auto found = of_pairs({outer_face(test::face_sample(100))}, options, Phase::validate, 1000);
  EXPECT_NEAR(found.area, 0.284, 0.006);
  EXPECT_NEAR(found.inside, 14.84, 0.4);
  EXPECT_EQ(found.outside, 0);
  EXPECT_NEAR(found.gradient, 0.0672, 0.002);
  EXPECT_GT(found.smallest, 0.8);
}

/// dlib's points and a detector's box on photographs of $UNSEEN_TEST_DATA
/// (tests/support/make_sbi_landmarks.py).
std::vector<Face> photographed_faces() {
  std::vector<Face> faces;
  for (const auto& entry : nlohmann::json::parse(std::ifstream{UNSEEN_FIXTURES "/sbi_landmarks.json"})) {
    Sample sample;
    const auto path = test_data("").string() + "/" + entry["file"].get<std::string>();
    cv::cvtColor(cv::imread(path), sample.outer, cv::COLOR_BGR2RGB);
    const auto box = entry["box"].get<std::vector<int>>();
    sample.box = {box[0], box[1], box[2], box[3]};
    sample.landmarks.emplace();
    for (const auto& point : entry["points"])
      sample.landmarks->emplace_back(point[0].get<float>(), point[1].get<float>());
    sample.video = path;
    faces.push_back(outer_face(sample));
  }
  return faces;
}

TEST(SbiStatistics, OfAThousandPairsOfPhotographsHold) {
  if (test_data("faces_frl").empty()) GTEST_SKIP() << kNoTestData;
  const Options options{Params{"sbi", Value{}}};
  const auto found = of_pairs(photographed_faces(), options, Phase::train, 1000);
  EXPECT_NEAR(found.area, 0.294, 0.006);
  EXPECT_NEAR(found.inside, 17.1, 0.5);
  EXPECT_NEAR(found.outside, 0.04, 0.02);
  EXPECT_NEAR(found.gradient, 0.0737, 0.002);
  EXPECT_GT(found.smallest, 1);
}

}  // namespace
}  // namespace unseen::sbi
