// From frames to faces in the store, with a detector that the test writes.
#include <gtest/gtest.h>

#include <atomic>

#include <unseen/error.hpp>

#include "data/crop.hpp"
#include "data/frame_cutter.hpp"
#include "data/frame_reader.hpp"
#include "data/prepare.hpp"
#include "data/test_dataset.hpp"
#include "data/written_video.hpp"
#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

Face face_at(float x, float y, float width, float height) {
  const auto point = [&](float right, float down) {
    return cv::Point2f{x + right * width, y + down * height};
  };
  return {
      {x, y, width, height},
      0.97F,
      {point(0.35F, 0.4F), point(0.65F, 0.4F), point(0.5F, 0.6F), point(0.38F, 0.8F), point(0.62F, 0.8F)}};
}

/// Finds the same faces in each picture, but none in every `blind`th that it sees.
class Planted final : public FaceDetector {
 public:
  explicit Planted(std::vector<Face> faces, int blind = 0) : faces_{std::move(faces)}, blind_{blind} {}

  std::vector<std::vector<Face>> detect(const std::vector<cv::Mat>& pictures) const override {
    std::vector<std::vector<Face>> found;
    for (const auto& picture : pictures) {
      EXPECT_EQ(picture.size(), pictures[0].size());
      const auto number = ++seen;
      found.push_back(blind_ > 0 && number % blind_ == 0 ? std::vector<Face>{} : faces_);
    }
    return found;
  }

  mutable std::atomic<int> seen = 0;

 private:
  std::vector<Face> faces_;
  int blind_;
};

class Faces : public ::testing::Test {
 protected:
  Faces() {
    dataset.open(folder.path());
    faces.detector = "mtcnn";
    faces.crop = "sbi";
    faces.frames = 6;
  }

  PrepareReport prepared(const FaceDetector& detector) {
    return prepare(dataset, dataset.listed, faces, {&store, &detector, nullptr, "", 1});
  }

  StoredPicture stored_picture(const std::string& video, std::int64_t frame, int face = 0) const {
    return store.read({video, store.find(video).value().stamp, frame, face});
  }

  TemporaryFolder folder;
  TestDataset dataset;
  FacesConfig faces;
  CropStore store{folder.path() / "store.sqlite"};
};

TEST_F(Faces, LieInTheStoreWithTheirSurroundingsAndPlaces) {
  write_video(folder.path() / "a.avi", 6);
  dataset.add_file("a.avi");
  const auto face = face_at(12, 10, 8, 6);
  const Planted detector{{face}};
  const auto report = prepared(detector);
  EXPECT_EQ(report.videos[0].frames.size(), 6U);
  const auto stored = stored_picture("a.avi", 3);
  EXPECT_EQ(stored.corner, cv::Point(8, 4));  // half a width, one height
  EXPECT_EQ(stored.rgb.size(), cv::Size(16, 15)) << "0.4 of the height below, in whole pixels";
  ASSERT_TRUE(stored.face);
  EXPECT_EQ(stored.face->box, face.box);
  EXPECT_EQ(stored.face->points, face.points);
  EXPECT_FLOAT_EQ(stored.face->probability, 0.97F);
  const auto sample = cut_sample(stored, crop_rule(faces));
  EXPECT_EQ(sample.face, cv::Rect2f(4, 6, 8, 6));
  EXPECT_EQ(sample.box, cv::Rect(3, 5, 10, 7)) << "12.5 % of the box on each side, in whole pixels";
}

TEST_F(Faces, AreLookedForOnceWhateverTheRuleAndTheSplit) {
  write_video(folder.path() / "a.avi", 6);
  dataset.add_file("a.avi");
  const Planted detector{{face_at(12, 10, 8, 6)}};
  prepared(detector);
  EXPECT_EQ(detector.seen, 6);
  faces.crop = "ffpp";
  EXPECT_EQ(prepared(detector).cut, 0U);
  EXPECT_EQ(detector.seen, 6);
}

TEST_F(Faces, ThatAreNotThereAreCountedAndNeverChosen) {
  write_video(folder.path() / "a.avi", 6);
  dataset.add_file("a.avi");
  const Planted detector{{face_at(12, 10, 8, 6)}, 2};
  for (int round = 0; round < 2; ++round) {  // the second from the store
    const auto report = prepared(detector);
    const auto& video = report.videos[0];
    EXPECT_EQ(video.frames, (std::vector<PreparedFrame>{{0}, {2}, {4}}));
    EXPECT_EQ(video.faceless, (std::vector<std::int64_t>{1, 3, 5}));
    EXPECT_TRUE(video.missing.empty());
    EXPECT_EQ(video.expected(), 6U);
    EXPECT_EQ(choose_items(report, 2, FaceChoice::all), (std::vector<Item>{{0, 0, 0}, {0, 4, 0}}))
        << "spread over the frames that have a face";
    EXPECT_EQ(chosen_frames(video, 32), 3U);
    EXPECT_TRUE(faceless_videos(dataset.listed, report).empty());
  }
}

TEST_F(Faces, ThatAreInNoFrameOfAVideoAreSaid) {
  write_video(folder.path() / "a.avi", 6);
  dataset.add_file("a.avi");
  const auto report = prepared(Planted{{}});
  EXPECT_TRUE(report.videos[0].frames.empty());
  EXPECT_EQ(faceless_videos(dataset.listed, report),
            std::vector<std::string>{"a.avi: no face in any of its 6 frames"});
  EXPECT_TRUE(damaged_videos(dataset.listed, report).empty());
}

TEST_F(Faces, AreKeptDownToHalfTheLargest) {
  const std::vector<Face> found{face_at(0, 0, 10, 10), face_at(12, 0, 10, 5), face_at(0, 12, 7, 7)};
  EXPECT_EQ(prominent(found).size(), 2U);
  write_video(folder.path() / "a.avi", 2);
  dataset.add_file("a.avi");
  const auto report = prepared(Planted{found});
  EXPECT_EQ(report.videos[0].frames, (std::vector<PreparedFrame>{{0, 2}, {1, 2}}));
  EXPECT_EQ(choose_items(report, 8, FaceChoice::largest), (std::vector<Item>{{0, 0, 0}, {0, 1, 0}}));
  EXPECT_EQ(choose_items(report, 8, FaceChoice::all),
            (std::vector<Item>{{0, 0, 0}, {0, 0, 1}, {0, 1, 0}, {0, 1, 1}}));
  EXPECT_EQ(stored_picture("a.avi", 1, 1).face->box, found[1].box);
}

TEST_F(Faces, OfStillImagesAreStoredTooAndReadyCropsAreLeftWhole) {
  folder.write("0", std::string(100, 'x'));
  dataset.add_stills(3, 0, 100);
  dataset.add_stills(2, 1, 100);
  dataset.listed.videos[1].is_face_crop = true;
  const Planted detector{{face_at(12, 10, 8, 6)}};
  const auto report = prepared(detector);
  EXPECT_EQ(detector.seen, 3);
  const FrameReader reader{dataset, dataset.listed, report, &store, faces};
  EXPECT_EQ(reader.read({0, 2}).rgb.size(), cv::Size(16, 15));
  const auto whole = cut_sample(reader.read({1, 1}), crop_rule(faces));
  EXPECT_EQ(whole.image.size(), cv::Size(32, 24));
  EXPECT_TRUE(whole.face.empty());
}

TEST_F(Faces, AtTheBorderAreCutWithinTheFrame) {
  const cv::Mat frame(24, 32, CV_8UC3);
  for (const auto& face : {face_at(-3, -2, 10, 8), face_at(28, 20, 9, 9), face_at(40, 40, 4, 4)}) {
    const auto part = surroundings(face, frame.size());
    EXPECT_FALSE(part.empty());
    EXPECT_EQ(part & cv::Rect({}, frame.size()), part);
    for (const auto* rule : {"sbi", "ffpp", "aligned"}) {
      faces.crop = rule;
      const auto sample = cut_sample({frame(part), part.tl(), face, {}}, crop_rule(faces));
      EXPECT_FALSE(sample.image.empty()) << rule;
    }
  }
}

TEST_F(Faces, AreNamedWhereTheRuleHasNoUseForThem) {
  faces.crop = "center";
  EXPECT_TRUE(contains(input_error_of([&] { crop_rule(faces); }), "sbi, ffpp or aligned"));
  faces.detector = "none";
  faces.crop = "aligned";
  EXPECT_TRUE(contains(input_error_of([&] { crop_rule(faces); }), "whole or center"));
}

TEST_F(Faces, KeepTheirLongerSideInTheSquareOfFaceForensics) {
  const cv::Mat frame(200, 200, CV_8UC3);
  faces.crop = "ffpp";
  const auto sample = cut_sample({frame, {}, face_at(50, 60, 40, 60), {}}, crop_rule(faces));
  EXPECT_EQ(sample.box, cv::Rect(31, 51, 78, 78));
}

TEST_F(Faces, StaySquareAtABorderAsFaceForensicsCutsThem) {
  const cv::Mat frame(200, 200, CV_8UC3);
  faces.crop = "ffpp";
  const auto box_of = [&](const Face& face) {
    const auto part = surroundings(face, frame.size());
    return cut_sample({frame(part), part.tl(), face, {}}, crop_rule(faces)).box + part.tl();
  };
  EXPECT_EQ(box_of(face_at(5, 60, 40, 60)), cv::Rect(0, 51, 78, 78)) << "the corner moves inside";
  EXPECT_EQ(box_of(face_at(150, 130, 40, 60)), cv::Rect(131, 121, 69, 69)) << "the side shrinks";
}

TEST_F(Faces, AreStoredWithAllThatEveryRuleTakes) {
  const cv::Mat grey(400, 400, CV_8UC3, cv::Scalar::all(128));
  const Face turned{
      {150, 140, 60, 110}, 0.9F, {{{160, 185}, {188, 178}, {172, 205}, {168, 230}, {192, 224}}}};
  const auto part = surroundings(turned, grey.size());
  for (const auto* rule : {"sbi", "ffpp", "aligned"}) {
    faces.crop = rule;
    const auto whole = cut_sample({grey, {}, turned, {}}, crop_rule(faces));
    const auto stored = cut_sample({grey(part), part.tl(), turned, {}}, crop_rule(faces));
    EXPECT_EQ(whole.image.size(), stored.image.size()) << rule;
    EXPECT_EQ(cv::norm(whole.image, stored.image, cv::NORM_INF), 0) << rule;
  }
}

}  // namespace
}  // namespace unseen
