#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>

#include <opencv2/core.hpp>

#include "support/input_error.hpp"
#include "support/plugins.hpp"

namespace unseen {
namespace {

constexpr const char* kAll =
    R"({"identities":3,"frames":2,"methods":["checkerboard","lowpass","seam","ringing","blocks","ghost"]})";

bool same(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

double mean_difference(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_L1) / static_cast<double>(a.total() * 3);
}

const Video& real_of(const Manifest& manifest, const Video& fake) {
  return *std::find_if(manifest.videos.begin(), manifest.videos.end(),
                       [&](const Video& video) { return video.id == fake.source; });
}

TEST(Procedural, DrawsTheSamePictureWhoeverAsksAndWhen) {
  const auto first = make_dataset("procedural", kAll);
  const auto second = make_dataset("procedural", kAll);
  const auto videos = first->manifest("test").videos;
  std::vector<cv::Mat> drawn(videos.size());
  std::thread other{[&] {
    for (auto i = videos.size(); i-- > 0;) drawn[i] = second->read(videos[i], 1);
  }};
  other.join();
  for (std::size_t i = 0; i < videos.size(); ++i)
    EXPECT_TRUE(same(first->read(videos[i], 1), drawn[i])) << videos[i].id;
}

TEST(Procedural, DrawsOthersFromAnotherSeedFrameOrPerson) {
  const auto dataset = make_dataset("procedural", R"({"identities":2})");
  const auto other = make_dataset("procedural", R"({"identities":2,"seed":1})");
  const auto videos = dataset->manifest("train").videos;
  const auto picture = dataset->read(videos[0], 0);
  EXPECT_FALSE(same(picture, dataset->read(videos[0], 1)));
  EXPECT_FALSE(same(picture, other->read(videos[0], 0)));
  EXPECT_EQ(picture.size(), cv::Size(96, 96));
  EXPECT_EQ(picture.type(), CV_8UC3);
}

TEST(Procedural, MakesFakesFromTheFrameOfTheirSource) {
  const auto dataset = make_dataset("procedural", kAll);
  const auto manifest = dataset->manifest("test");
  EXPECT_EQ(manifest.videos.size(), 3U * 7);
  for (const auto& video : manifest.videos) {
    if (video.label == 0) continue;
    const auto fake = dataset->read(video, 0);
    const auto real = dataset->read(real_of(manifest, video), 0);
    EXPECT_FALSE(same(fake, real)) << video.id;
    EXPECT_TRUE(same(fake.row(2), real.row(2))) << video.id << ": the background is not the source's";
    EXPECT_LT(mean_difference(fake, real), 12.0) << video.id;
  }
}

TEST(Procedural, ShowsOtherPeopleInEachSplit) {
  const auto dataset = make_dataset("procedural", R"({"identities":4})");
  std::set<std::string> ids;
  std::vector<cv::Mat> pictures;
  for (const auto* split : {"train", "val", "test"}) {
    for (const auto& video : dataset->manifest(split).videos) {
      EXPECT_TRUE(ids.insert(video.id).second) << video.id;
      if (video.label == 0) pictures.push_back(dataset->read(video, 0));
    }
  }
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) EXPECT_GT(mean_difference(pictures[i], pictures[j]), 1.0);
  }
}

TEST(Procedural, KeepsTwoFamiliesForTests) {
  const auto dataset = make_dataset("procedural", R"({"methods":["ghost"]})");
  EXPECT_NO_THROW(dataset->manifest("test"));
  for (const auto* split : {"train", "val"}) {
    EXPECT_TRUE(contains(input_error_of([&] { dataset->manifest(split); }), "ghost"));
  }
  EXPECT_TRUE(contains(input_error_of([&] { dataset->manifest("all"); }), "unknown split"));
  EXPECT_FALSE(dataset->needs_root());
}

TEST(Procedural, RefusesASideThatHoldsNoFace) {
  EXPECT_TRUE(contains(input_error_of([] { make_dataset("procedural", R"({"side":8})"); }), "side"));
  EXPECT_TRUE(contains(input_error_of([] { make_dataset("procedural", R"({"size":96})"); }), "size"));
}

}  // namespace
}  // namespace unseen
