#include "faces/yunet.hpp"

#include <algorithm>

#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include <unseen/error.hpp>

namespace unseen {
namespace {

constexpr float kOverlap = 0.3F;  // what OpenCV's own example takes
constexpr int kLeastSide = 64;
constexpr int kMost = 5000;  // boxes before suppression

/// A row of FaceDetectorYN: box, five points, score. What it calls the right eye is the left one in the
/// picture.
Face face_of(const float* row) {
  Face face{{row[0], row[1], row[2], row[3]}, row[14], {}};
  for (std::size_t i = 0; i < face.points.size(); ++i) face.points.at(i) = {row[4 + 2 * i], row[5 + 2 * i]};
  return face;
}

std::vector<Face> found_by(cv::FaceDetectorYN& network, const cv::Mat& rgb) {
  cv::Mat bgr, rows;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  // The network's layers leave nothing of a smaller picture, and OpenCV throws.
  cv::copyMakeBorder(bgr, bgr, 0, std::max(0, kLeastSide - bgr.rows), 0, std::max(0, kLeastSide - bgr.cols),
                     cv::BORDER_CONSTANT);
  network.setInputSize(bgr.size());
  network.detect(bgr, rows);
  std::vector<Face> faces;
  for (int i = 0; i < rows.rows; ++i) faces.push_back(face_of(rows.ptr<float>(i)));
  std::stable_sort(faces.begin(), faces.end(),
                   [](const Face& a, const Face& b) { return a.box.area() > b.box.area(); });
  return faces;
}

}  // namespace

Yunet::Yunet(const std::filesystem::path& model, double min_score) : model_{model}, min_score_{min_score} {
  idle_.push_back(made());
}

Yunet::~Yunet() = default;

Yunet::Network Yunet::made() const {
  try {
    return cv::FaceDetectorYN::create(model_.string(), "", {320, 320}, static_cast<float>(min_score_),
                                      kOverlap, kMost);
  } catch (const cv::Exception& error) {
    throw InputError{model_.string() + ": OpenCV cannot read this as YuNet's model (" + error.err +
                     "); OpenCV 4.6 wants face_detection_yunet_2022mar.onnx"};
  }
}

/// A network for as long as one call lasts.
class Yunet::Lent {
 public:
  explicit Lent(const Yunet& owner) : owner_{owner} {
    const std::lock_guard lock{owner_.mutex_};
    if (owner_.idle_.empty()) return;
    network_ = std::move(owner_.idle_.back());
    owner_.idle_.pop_back();
  }
  ~Lent() {
    const std::lock_guard lock{owner_.mutex_};
    owner_.idle_.push_back(std::move(network_));
  }
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;

  cv::FaceDetectorYN& network() {
    if (!network_) network_ = owner_.made();
    return *network_;
  }

 private:
  const Yunet& owner_;
  Network network_;
};

std::vector<std::vector<Face>> Yunet::detect(const std::vector<cv::Mat>& pictures) const {
  Lent lent{*this};
  std::vector<std::vector<Face>> faces;
  for (const auto& picture : pictures) faces.push_back(found_by(lent.network(), picture));
  return faces;
}

}  // namespace unseen
