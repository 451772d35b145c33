// tests/fixtures/faces/dlib.json: the landmarks that dlib's predictor finds from the box of dlib's own
// detector.
#include "faces/dlib_landmarks.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include <opencv2/core.hpp>

#include "experiment/config.hpp"
#include "faces/mtcnn.hpp"
#include "photographs.hpp"
#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen::test {
namespace {

namespace fs = std::filesystem;

const fs::path kModel = FacesConfig{}.landmarks;

/// Mean distance of two sets of landmarks in distances between the outer corners of the eyes.
double distance(const std::vector<cv::Point2f>& found, const std::vector<int>& wanted) {
  double sum = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    sum += cv::norm(found[i] -
                    cv::Point2f(static_cast<float>(wanted[2 * i]), static_cast<float>(wanted[2 * i + 1])));
  }
  const cv::Point eyes{wanted[72] - wanted[90], wanted[73] - wanted[91]};
  return sum / static_cast<double>(found.size()) / cv::norm(eyes);
}

TEST(DlibLandmarks, AreThoseOfDlibsOwnBoxes) {
  if (test_data("faces_frl").empty()) GTEST_SKIP() << kNoTestData;
  if (!fs::exists(kModel)) GTEST_SKIP() << "needs " << kModel;
  if (!fs::exists(kMtcnnWeights)) GTEST_SKIP() << "needs " << kMtcnnWeights << ": run scripts/setup";
  const DlibLandmarks landmarks{kModel};
  const Mtcnn detector{kMtcnnWeights, 20.0, torch::kCPU};
  const auto wanted = nlohmann::json::parse(std::ifstream{fs::path{UNSEEN_FIXTURES} / "faces/dlib.json"});
  std::vector<double> distances;
  for (const auto& file : photographs()) {
    const auto name = file.filename().string();
    if (!wanted.contains(name)) continue;
    const auto rgb = picture(file);
    const auto faces = detector.detect({rgb});
    const auto found = landmarks.find(rgb, faces[0].at(0));
    ASSERT_EQ(found.size(), 68U);
    distances.push_back(distance(found, wanted[name].get<std::vector<int>>()));
    EXPECT_LT(distances.back(), 0.08) << name;
  }
  ASSERT_FALSE(distances.empty());
  std::sort(distances.begin(), distances.end());
  RecordProperty("median", std::to_string(distances[distances.size() / 2]));
  EXPECT_LT(distances[distances.size() / 2], 0.03);
}

TEST(DlibLandmarks, MoveWithTheirFace) {
  if (test_data("faces_frl").empty()) GTEST_SKIP() << kNoTestData;
  if (!fs::exists(kModel)) GTEST_SKIP() << "needs " << kModel;
  const DlibLandmarks landmarks{kModel};
  const auto rgb = picture(photographs().front());
  Face face{{0.3F * static_cast<float>(rgb.cols), 0.2F * static_cast<float>(rgb.rows),
             0.4F * static_cast<float>(rgb.cols), 0.5F * static_cast<float>(rgb.rows)},
            1.0F,
            {}};
  const auto whole = landmarks.find(rgb, face);
  const cv::Rect part{10, 20, rgb.cols - 15, rgb.rows - 30};
  face.box -= cv::Point2f{part.tl()};
  const auto cut = landmarks.find(rgb(part), face);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_LE(cv::norm(whole[i] - cut[i] - cv::Point2f{part.tl()}), 2.0) << i;
  }
}

TEST(DlibLandmarks, SayWhatIsNoModel) {
  const TemporaryFolder folder;
  folder.write("model.dat", "no trees");
  EXPECT_TRUE(contains(input_error_of([&] { DlibLandmarks{folder.path() / "model.dat"}; }), "model.dat"));
  EXPECT_TRUE(contains(input_error_of([&] { DlibLandmarks{folder.path() / "none.dat"}; }), "no such file"));
}

}  // namespace
}  // namespace unseen::test
