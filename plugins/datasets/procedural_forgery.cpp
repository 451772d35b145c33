#include "procedural_forgery.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include <unseen/error.hpp>

namespace unseen {
namespace {

/// Lengths below were chosen on pictures of 96 pixels.
int scaled(const cv::Mat& image, double pixels) {
  return std::max(1, static_cast<int>(std::lround(pixels * image.cols / 96.0)));
}

/// Puts `patch` where the region says, by its share.
void paste(cv::Mat& image, const cv::Mat& patch, const cv::Mat& region) {
  for (int y = 0; y < image.rows; ++y) {
    auto* out = image.ptr<std::uint8_t>(y);
    const auto* in = patch.ptr<std::uint8_t>(y);
    const auto* share = region.ptr<std::uint8_t>(y);
    for (int i = 0; i < image.cols * 3; ++i) {
      const int s = share[i / 3];
      out[i] = static_cast<std::uint8_t>((out[i] * (255 - s) + in[i] * s + 127) / 255);
    }
  }
}

cv::Mat softened(const cv::Mat& region, double pixels) {
  const auto size = 2 * scaled(region, pixels) + 1;
  cv::Mat soft;
  cv::GaussianBlur(region, soft, {size, size}, 0);
  return soft;
}

cv::Mat shifted(const cv::Mat& image, int dx, int dy) {
  cv::Mat padded;
  cv::copyMakeBorder(image, padded, std::abs(dy), std::abs(dy), std::abs(dx), std::abs(dx),
                     cv::BORDER_REPLICATE);
  return padded(cv::Rect(std::abs(dx) - dx, std::abs(dy) - dy, image.cols, image.rows)).clone();
}

// Each draw is a statement of its own: operands and arguments have no order that all compilers share.

int sign(Random& random) { return random.chance(0.5) ? 1 : -1; }

double signed_between(Random& random, std::int64_t least, std::int64_t most) {
  const auto side = sign(random);
  return static_cast<double>(side * random.integer(least, most));
}

void checkerboard(Face& face, Random& video, Random& frame) {
  const auto cell = scaled(face.image, 3);
  const auto phase = static_cast<int>(video.integer(0, 1));
  const auto strength = static_cast<int>(video.integer(16, 24) + frame.integer(-2, 2));
  auto patch = face.image.clone();
  for (int y = 0; y < patch.rows; ++y) {
    auto* value = patch.ptr<std::uint8_t>(y);
    for (int i = 0; i < patch.cols * 3; ++i) {
      const auto up = ((y / cell + (i / 3) / cell + phase) & 1) != 0;
      value[i] = cv::saturate_cast<std::uint8_t>(value[i] + (up ? strength : -strength));
    }
  }
  paste(face.image, patch, softened(face.region, 3));
}

void lowpass(Face& face, Random& video, Random& frame) {
  const auto size = 2 * scaled(face.image, 5) + 1;
  cv::Mat patch;
  cv::GaussianBlur(face.image, patch, {size, size}, 0);
  const auto red = signed_between(video, 6, 14);
  const auto green = signed_between(video, 2, 8);
  const cv::Scalar shift(red, green, static_cast<double>(frame.integer(-3, 3)));
  cv::add(patch, shift, patch);
  paste(face.image, patch, softened(face.region, 4));
}

void seam(Face& face, Random& video, Random& frame) {
  const auto right = sign(video);
  const auto dx = right * scaled(face.image, static_cast<double>(video.integer(3, 5)));
  const auto dy = scaled(face.image, static_cast<double>(frame.integer(1, 3)));
  auto patch = shifted(face.image, dx, dy);
  const auto brighter = signed_between(video, 18, 30);
  cv::add(patch, cv::Scalar(brighter, brighter, brighter), patch);
  add_noise(patch, video.uniform(14, 20), frame, face.region);
  paste(face.image, patch, face.region);
}

void ringing(Face& face, Random& video, Random& frame) {
  const auto size = 2 * scaled(face.image, 3) + 1;
  cv::Mat smooth;
  cv::GaussianBlur(face.image, smooth, {size, size}, 0);
  const auto strength = video.uniform(1.8, 2.6) + frame.uniform(-0.2, 0.2);
  cv::Mat patch(face.image.size(), face.image.type());
  for (int y = 0; y < patch.rows; ++y) {
    const auto* in = face.image.ptr<std::uint8_t>(y);
    const auto* low = smooth.ptr<std::uint8_t>(y);
    auto* out = patch.ptr<std::uint8_t>(y);
    for (int i = 0; i < patch.cols * 3; ++i) {
      out[i] =
          cv::saturate_cast<std::uint8_t>(static_cast<int>(std::lround(in[i] + strength * (in[i] - low[i]))));
    }
  }
  paste(face.image, patch, softened(face.region, 3));
}

void blocks(Face& face, Random& video, Random& frame) {
  const auto cell = scaled(face.image, static_cast<double>(video.integer(6, 9)));
  const auto offset = static_cast<int>(frame.integer(0, cell - 1));
  cv::Mat averages(face.image.size(), face.image.type());
  for (int y = -offset; y < averages.rows; y += cell) {
    for (int x = -offset; x < averages.cols; x += cell) {
      const auto inside = cv::Rect(x, y, cell, cell) & cv::Rect(0, 0, averages.cols, averages.rows);
      averages(inside).setTo(cv::mean(face.image(inside)));
    }
  }
  paste(face.image, mixed(face.image, averages, 75), softened(face.region, 3));
}

void ghost(Face& face, Random& video, Random& frame) {
  const auto right = sign(video);
  const auto dx = right * scaled(face.image, static_cast<double>(video.integer(4, 7)));
  const auto dy = static_cast<int>(frame.integer(-1, 1));
  const auto patch = mixed(face.image, shifted(face.image, dx, dy), 45);
  paste(face.image, patch, softened(face.region, 3));
}

}  // namespace

const std::vector<std::string>& training_families() {
  static const std::vector<std::string> families{"checkerboard", "lowpass", "seam", "ringing"};
  return families;
}

const std::vector<std::string>& test_families() {
  static const std::vector<std::string> families{"blocks", "ghost"};
  return families;
}

void forge(const std::string& family, Face& face, Random& video, Random& frame) {
  if (family == "checkerboard") return checkerboard(face, video, frame);
  if (family == "lowpass") return lowpass(face, video, frame);
  if (family == "seam") return seam(face, video, frame);
  if (family == "ringing") return ringing(face, video, frame);
  if (family == "blocks") return blocks(face, video, frame);
  if (family == "ghost") return ghost(face, video, frame);
  throw Error{"procedural: no forgery family \"" + family + "\""};
}

}  // namespace unseen
