// Our plugins beside Albumentations 1.1.0 and 2.0.8 at fixed parameters: from stored pictures, and from new
// ones where $UNSEEN_ALBUMENTATIONS_1_1_0_PYTHON and $UNSEEN_ALBUMENTATIONS_2_0_8_PYTHON name Pythons that
// have them.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "augmentations/pictures.hpp"
#include "support/plugins.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

struct Case {
  std::string plugin, params;
};

/// What tests/support/albumentations_reference.py wrote.
class Reference {
 public:
  explicit Reference(fs::path folder) : folder_{std::move(folder)} {
    std::ifstream file{folder_ / "cases.json"};
    std::ostringstream text;
    text << file.rdbuf();
    written_ = parse_json(text.str());
    release_ = *written_.find("release")->get<std::string>();
  }

  std::vector<Case> cases() const {
    std::vector<Case> all;
    for (const auto& item : *written_.find("cases")->get<Value::Array>()) {
      const auto plugin = *item.find("plugin")->get<std::string>();
      all.push_back({plugin, params(*item.find("params"), plugin)});
    }
    return all;
  }

  std::vector<Case> noises() const {
    std::vector<Case> all;
    for (const auto& item : *written_.find("noise")->get<Value::Array>()) {
      all.push_back({"gauss_noise", params(*item.find("params"), "gauss_noise")});
    }
    return all;
  }

  /// How often each level came of `level` in one of noises().
  std::vector<double> counts(std::size_t noise, int level) const {
    const auto& item = written_.find("noise")->get<Value::Array>()->at(noise);
    std::vector<double> counts;
    for (const auto& count : *item.find(fmt::format("counts.{}", level))->get<Value::Array>()) {
      counts.push_back(static_cast<double>(*count.get<std::int64_t>()));
    }
    return counts;
  }

  /// A picture, and what each case makes of it.
  std::vector<cv::Mat> pictures(int width) const {
    auto all = cv::imread((folder_ / fmt::format("{}.png", width)).string());
    cv::cvtColor(all, all, cv::COLOR_BGR2RGB);
    const auto count = static_cast<int>(cases().size()) + 1;
    std::vector<cv::Mat> tiles;
    for (int i = 0; i < count; ++i)
      tiles.push_back(all.rowRange(all.rows / count * i, all.rows / count * (i + 1)));
    return tiles;
  }

 private:
  std::string params(Value table, const std::string& plugin) const {
    table.set("p", 1.0);
    const auto differs = plugin == "rgb_shift" || plugin == "hue_saturation_value" || plugin == "gauss_noise";
    if (differs) table.set("release", release_);
    return canonical_json(table);
  }

  fs::path folder_;
  Value written_;
  std::string release_;
};

/// All are equal but two. OpenCV's conversion from HSV rounds in the pixels beyond the last 32 of a row,
/// where it has no whole vector, and cuts fractions off elsewhere, as ours does everywhere. WebP is the
/// business of two copies of libwebp, which need not be of one version.
void expect_equal(const Case& wanted, const cv::Mat& found, const cv::Mat& theirs) {
  SCOPED_TRACE(fmt::format("{} {} at width {}", wanted.plugin, wanted.params, found.cols));
  ASSERT_EQ(found.size(), theirs.size());
  if (wanted.params.find("webp") != std::string::npos) {
    EXPECT_LE(cv::norm(found, theirs, cv::NORM_L1), static_cast<double>(3 * found.total()));
    return;
  }
  const auto by_hsv = wanted.plugin == "hue_saturation_value";
  const auto in_vectors = by_hsv ? found.cols / 32 * 32 : found.cols;
  EXPECT_LE(difference(found.colRange(0, in_vectors), theirs.colRange(0, in_vectors)),
            by_hsv ? opencv_hsv_error() : 0);
  EXPECT_LE(difference(found.colRange(in_vectors, found.cols), theirs.colRange(in_vectors, found.cols)), 1);
}

void expect_its_pixels(const Reference& reference) {
  const auto cases = reference.cases();
  ASSERT_GE(cases.size(), 20U);
  for (const int width : {64, 37}) {
    const auto pictures = reference.pictures(width);
    ASSERT_EQ(pictures[0].cols, width);
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const auto ours = make_augmentation(cases[i].plugin, cases[i].params);
      expect_equal(cases[i], changed(*ours, pictures[0]), pictures[i + 1]);
    }
  }
}

/// Two samples of one distribution differ by about their degrees of freedom (chi-square), give or take five
/// deviations.
void expect_same_distribution(const std::vector<double>& found, const std::vector<double>& wanted) {
  double distance = 0, freedom = -1, rest_found = 0, rest_wanted = 0;
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    rest_found += found[k];
    rest_wanted += wanted[k];
    if (rest_found + rest_wanted < 20) continue;
    distance += (rest_found - rest_wanted) * (rest_found - rest_wanted) / (rest_found + rest_wanted);
    freedom += 1;
    rest_found = rest_wanted = 0;
  }
  EXPECT_LE(distance, freedom + 5 * std::sqrt(2 * std::max(freedom, 1.0)) + 5);
}

void expect_its_noise(const Reference& reference) {
  const auto noises = reference.noises();
  ASSERT_FALSE(noises.empty());
  for (std::size_t i = 0; i < noises.size(); ++i) {
    const auto ours = make_augmentation("gauss_noise", noises[i].params);
    for (const int level : {0, 100, 255}) {
      SCOPED_TRACE(fmt::format("{} on level {}", noises[i].params, level));
      const auto picture = changed(*ours, cv::Mat{256, 256, CV_8UC3, cv::Scalar::all(level)});
      std::vector<double> found(256);
      std::for_each(picture.datastart, picture.dataend, [&](unsigned char v) { found[v] += 1; });
      expect_same_distribution(found, reference.counts(i, level));
    }
  }
}

class BesideAlbumentations : public testing::TestWithParam<std::string> {};

TEST_P(BesideAlbumentations, GivesTheStoredPixels) {
  expect_its_pixels(Reference{fs::path{UNSEEN_FIXTURES} / "augmentations" / GetParam()});
}

TEST_P(BesideAlbumentations, DrawsTheStoredNoise) {
  expect_its_noise(Reference{fs::path{UNSEEN_FIXTURES} / "augmentations" / GetParam()});
}

TEST_P(BesideAlbumentations, GivesThePixelsOfNewPictures) {
  auto name = "UNSEEN_ALBUMENTATIONS_" + GetParam() + "_PYTHON";
  std::replace(name.begin(), name.end(), '.', '_');
  const auto* python = std::getenv(name.c_str());
  if (python == nullptr) {
    GTEST_SKIP() << "needs Albumentations " << GetParam() << ": $" << name << " names a Python that has it";
  }
  const TemporaryFolder folder;
  for (int k = 0; k < 3; ++k) {
    const auto seed = std::random_device{}() & 0x7FFFFFFF;
    SCOPED_TRACE(fmt::format("seed {}", seed));
    const auto command = fmt::format("'{}' " UNSEEN_SUPPORT "/albumentations_reference.py '{}' {}", python,
                                     folder.path().string(), seed);
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    const Reference reference{folder.path()};
    expect_its_pixels(reference);
    expect_its_noise(reference);
  }
}

INSTANTIATE_TEST_SUITE_P(Releases, BesideAlbumentations, testing::Values("1.1.0", "2.0.8"),
                         [](const auto& info) {
                           return info.param == "1.1.0" ? std::string{"Release110"}
                                                        : std::string{"Release208"};
                         });

}  // namespace
}  // namespace unseen
