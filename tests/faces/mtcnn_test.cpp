// MTCNN finds what facenet-pytorch finds: tests/fixtures/faces/facenet.json holds its answers on photographs
// that UNSEEN_TEST_DATA has, and $UNSEEN_FACENET_PYTHON names a Python that has the package, for all of them.
#include "faces/mtcnn.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "photographs.hpp"
#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen::test {
namespace {

namespace fs = std::filesystem;
using Numbers = std::vector<double>;

Numbers numbers(const Face& face) {
  Numbers all{face.box.x, face.box.y, face.box.x + face.box.width, face.box.y + face.box.height,
              face.probability};
  for (const auto& point : face.points) all.insert(all.end(), {point.x, point.y});
  return all;
}

void expect_same(const std::vector<Face>& found, const std::vector<Numbers>& wanted,
                 const std::string& name) {
  ASSERT_EQ(found.size(), wanted.size()) << name;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto own = numbers(found[i]);
    for (std::size_t j = 0; j < own.size(); ++j) {
      EXPECT_NEAR(own[j], wanted[i][j], j == 4 ? 1e-3 : 1.0) << name << ", face " << i << ", number " << j;
    }
  }
}

void expect_answers(const fs::path& answers, const std::vector<fs::path>& files) {
  const auto wanted = nlohmann::json::parse(std::ifstream{answers});
  const Mtcnn detector{kMtcnnWeights, 20.0, torch::kCPU};
  for (const auto& file : files) {
    const auto name = file.filename().string();
    if (wanted.contains(name)) expect_same(detector.detect({picture(file)})[0], wanted[name], name);
  }
}

TEST(Mtcnn, FindsWhatFacenetPytorchFound) {
  if (test_data("faces_frl").empty()) GTEST_SKIP() << kNoTestData;
  if (!fs::exists(kMtcnnWeights)) GTEST_SKIP() << "needs " << kMtcnnWeights << ": run scripts/setup";
  expect_answers(fs::path{UNSEEN_FIXTURES} / "faces/facenet.json", photographs());
}

TEST(Mtcnn, FindsWhatFacenetPytorchFinds) {
  const auto* python = std::getenv("UNSEEN_FACENET_PYTHON");
  if (python == nullptr) GTEST_SKIP() << "needs $UNSEEN_FACENET_PYTHON: a Python that has facenet-pytorch";
  if (test_data("faces_frl").empty()) GTEST_SKIP() << kNoTestData;
  const TemporaryFolder folder;
  const auto answers = folder.path() / "faces.json";
  auto command = std::string{python} + " " UNSEEN_SUPPORT "/facenet_reference.py";
  for (const auto& file : photographs()) command += " " + file.string();
  ASSERT_EQ(std::system((command + " > " + answers.string()).c_str()), 0);
  expect_answers(answers, photographs());
}

TEST(Mtcnn, FindsTheSameInABatchAsAlone) {
  if (test_data("faces_frl").empty()) GTEST_SKIP() << kNoTestData;
  if (!fs::exists(kMtcnnWeights)) GTEST_SKIP() << "needs " << kMtcnnWeights << ": run scripts/setup";
  const Mtcnn detector{kMtcnnWeights, 20.0, torch::kCPU};
  std::vector<cv::Mat> pictures;
  for (const auto& file : photographs()) {
    cv::Mat same_size;
    if (pictures.size() < 5) cv::resize(picture(file), same_size, {335, 410});
    if (!same_size.empty()) pictures.push_back(same_size);
  }
  pictures.emplace_back(410, 335, CV_8UC3, cv::Scalar{90, 90, 90});
  const auto together = detector.detect(pictures);
  EXPECT_TRUE(together.back().empty());
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    std::vector<Numbers> alone;
    const auto faces = detector.detect({pictures[i]});
    for (const auto& face : faces[0]) alone.push_back(numbers(face));
    expect_same(together[i], alone, std::to_string(i));
  }
}

TEST(Mtcnn, SaysWhichFileIsNotItsOwn) {
  const TemporaryFolder folder;
  std::ofstream{folder.path() / "pnet.pt"} << "no weights";
  const auto message = input_error_of([&] { Mtcnn(folder.path(), 20.0, torch::kCPU); });
  EXPECT_TRUE(contains(message, "pnet.pt"));
}

}  // namespace
}  // namespace unseen::test
