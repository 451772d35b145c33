#include "faces/dlib_landmarks.hpp"

#include <dlib/config.h>

// Debian's dlib would call whichever BLAS this process has for matrices of 68 rows; LibTorch's is another
// one.
#undef DLIB_USE_BLAS
#undef DLIB_USE_LAPACK

#include <dlib/image_processing/shape_predictor.h>
#include <dlib/opencv/cv_image.h>
#include <fmt/format.h>

#include <unseen/error.hpp>

namespace unseen {
namespace {

constexpr unsigned long kPoints = 68, kWithForehead = 81;

/// The square that dlib's own detector, which the trees were trained with, puts on a face, from MTCNN's box:
/// the medians of 85 photographs on which both found the face (side and shift in heights of the box; 10th to
/// 90th percentile 0.72 to 0.92 and 0.04 to 0.12, for dlib's sizes come in steps of a fifth).
constexpr float kSide = 0.816F, kLower = 0.082F;

dlib::rectangle square_of(const Face& face) {
  const auto& box = face.box;
  const auto side = kSide * box.height;
  const auto left = box.x + 0.5F * (box.width - side),
             top = box.y + (0.5F + kLower) * box.height - 0.5F * side;
  return {std::lround(left), std::lround(top), std::lround(left + side), std::lround(top + side)};
}

}  // namespace

struct DlibLandmarks::Predictor {
  dlib::shape_predictor shape;
};

DlibLandmarks::DlibLandmarks(const std::filesystem::path& model) : predictor_{std::make_unique<Predictor>()} {
  std::string found = "no such file";
  try {
    if (std::filesystem::is_regular_file(model)) dlib::deserialize(model.string()) >> predictor_->shape;
    const auto points = predictor_->shape.num_parts();
    if (points == kPoints || points == kWithForehead) return;
    if (points > 0) found = fmt::format("{} points", points);
  } catch (const dlib::serialization_error& error) {
    found = error.what();
  }
  throw InputError{fmt::format(
      "{}: wanted dlib's predictor of {} or {} landmarks, found {}; Debian's libdlib-data has it, or "
      "give another as "
      "faces.landmarks",
      model.string(), kPoints, kWithForehead, found)};
}

DlibLandmarks::~DlibLandmarks() = default;

std::vector<cv::Point2f> DlibLandmarks::find(const cv::Mat& rgb, const Face& face) const {
  const auto shape = predictor_->shape(dlib::cv_image<dlib::rgb_pixel>{rgb}, square_of(face));
  std::vector<cv::Point2f> points;
  for (unsigned long i = 0; i < shape.num_parts(); ++i) {
    points.emplace_back(static_cast<float>(shape.part(i).x()), static_cast<float>(shape.part(i).y()));
  }
  return points;
}

}  // namespace unseen
