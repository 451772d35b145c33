#include "procedural_face.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "procedural_pencil.hpp"

namespace unseen {
namespace {

cv::Scalar colour(Random& random, std::array<double, 3> least, std::array<double, 3> most) {
  const auto tone = random.uniform();  // one draw for all channels keeps hues natural
  cv::Scalar result;
  for (int c = 0; c < 3; ++c) {
    const auto channel = static_cast<std::size_t>(c);
    result[c] = least[channel] + tone * (most[channel] - least[channel]) + random.uniform(-8, 8);
  }
  return result;
}

cv::Scalar any_colour(Random& random, double least, double most) {
  const auto red = random.uniform(least, most);
  const auto green = random.uniform(least, most);
  return {red, green, random.uniform(least, most)};
}

void draw_background(cv::Mat& image, const Portrait& who) {
  for (int y = 0; y < image.rows; ++y) {
    const auto share = static_cast<double>(y) / image.rows;
    const cv::Scalar tone = who.sky * (1 - share) + who.ground * share;
    image.row(y).setTo(tone);
  }
}

void draw_body_and_hair(const Pencil& pencil, const Portrait& who) {
  pencil.ellipse(0, 0.62, 0.40, 0.26, who.cloth);
  const auto back = who.hair * 0.8;
  pencil.ellipse(0, -0.04, who.hair_width, who.hair_height, back);
  if (who.long_hair) pencil.ellipse(0, 0.14, who.hair_width * 0.95, who.hair_height, back);
  const auto shade = who.skin * 0.82;
  pencil.polygon({{-0.10, 0.2}, {0.10, 0.2}, {0.12, 0.46}, {-0.12, 0.46}}, shade);
  for (const auto side : {-1.0, 1.0}) pencil.ellipse(side * who.face_width, 0.01, 0.035, 0.055, shade);
}

void draw_head(const Pencil& pencil, const Portrait& who) {
  pencil.ellipse(0, 0, who.face_width, who.face_height, who.skin);
  pencil.ellipse(0, who.face_height * 0.45, who.face_width * who.jaw, who.face_height * 0.57, who.skin);
}

void draw_fringe(const Pencil& pencil, const Portrait& who) {
  pencil.ellipse(-0.05, -who.face_height - 0.01, who.face_width * 0.92, who.hair_line, who.hair, -6);
  pencil.ellipse(0.09, -who.face_height + 0.005, who.face_width * 0.62, who.hair_line * 0.9, who.hair, 12);
}

void draw_eye(const Pencil& pencil, const Portrait& who, const Shot& shot, double side) {
  const auto x = side * who.eye_distance;
  const auto y = -who.eye_height;
  const auto size = who.eye_size;
  pencil.ellipse(x, y, size * 1.25, size * 0.85, who.skin * 0.8);
  pencil.ellipse(x, y, size, size * 0.55 * shot.blink, {236, 232, 228});
  pencil.ellipse(x, y, size * 0.45, size * 0.5 * shot.blink, who.iris);
  pencil.ellipse(x, y, size * 0.22, size * 0.24 * shot.blink, {18, 14, 14});
  const auto brow = y - size * 1.25;
  pencil.line(x - size * 1.15, brow + side * who.brow_tilt, x + size * 1.15, brow - side * who.brow_tilt,
              who.hair * 0.75, who.brow_weight);
}

void draw_nose_and_mouth(const Pencil& pencil, const Portrait& who, const Shot& shot) {
  const auto tip = who.nose_length - 0.03;
  const auto shade = who.skin * 0.76;
  pencil.line(0.018, -0.04, 0.03, tip, who.skin * 0.9, 0.02);
  pencil.ellipse(0, tip, who.nose_width, 0.018, who.skin * 0.9);
  for (const auto side : {-1.0, 1.0})
    pencil.ellipse(side * who.nose_width * 0.6, tip + 0.006, 0.011, 0.008, shade * 0.7);
  const auto y = who.mouth_height;
  pencil.ellipse(0, y, who.mouth_width, who.mouth_weight, who.lips);
  const auto bend = 0.012 * shot.smile;
  pencil.line(-who.mouth_width, y - bend, 0, y + bend * 0.5, who.lips * 0.5, 0.009);
  pencil.line(0, y + bend * 0.5, who.mouth_width, y - bend, who.lips * 0.5, 0.009);
  pencil.arc(0, y + 0.035, who.mouth_width * 0.6, 0.02, 20, 160, shade, 0.008);
}

std::uint8_t to_byte(double value) {
  return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
}

/// Uneven skin in coarse patches, light from one side, exposure: one pass of plain double.
void shade(cv::Mat& image, const cv::Mat& head, const Portrait& who, const Shot& shot) {
  constexpr int kPatches = 12;
  cv::Mat coarse(kPatches, kPatches, CV_8U);
  Random random{who.complexion, 0, 0};
  for (int y = 0; y < kPatches; ++y) {
    for (int x = 0; x < kPatches; ++x)
      coarse.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(random.integer(100, 156));
  }
  cv::Mat patches;
  cv::resize(coarse, patches, image.size(), 0, 0, cv::INTER_LINEAR_EXACT);
  const auto dx = std::cos(shot.light) * shot.contrast;
  const auto dy = std::sin(shot.light) * shot.contrast;
  for (int y = 0; y < image.rows; ++y) {
    auto* pixel = image.ptr<std::uint8_t>(y);
    const auto* skin = head.ptr<std::uint8_t>(y);
    const auto* patch = patches.ptr<std::uint8_t>(y);
    for (int x = 0; x < image.cols; ++x, pixel += 3) {
      const auto lit = ((x - shot.x * image.cols) * dx + (y - shot.y * image.rows) * dy) / image.cols;
      const auto uneven = (patch[x] - 128) * 0.35 * skin[x] / 255;
      const auto factor = shot.gain * (1 + lit * (0.35 + 0.65 * skin[x] / 255));
      for (int c = 0; c < 3; ++c) pixel[c] = to_byte((pixel[c] + uneven) * factor);
    }
  }
}

}  // namespace

Portrait draw_portrait(Random& random) {
  Portrait who{};
  who.skin = colour(random, {96, 62, 44}, {240, 202, 178});
  who.hair = colour(random, {22, 16, 14}, {186, 142, 84});
  who.iris = colour(random, {50, 34, 22}, {96, 140, 168});
  who.lips = cv::Scalar{who.skin[0] * 0.86, who.skin[1] * 0.58, who.skin[2] * 0.60};
  who.cloth = any_colour(random, 30, 210);
  who.sky = any_colour(random, 70, 225);
  who.ground = any_colour(random, 50, 190);
  who.face_width = random.uniform(0.20, 0.25);
  who.face_height = random.uniform(0.27, 0.32);
  who.jaw = random.uniform(0.66, 0.92);
  who.eye_distance = random.uniform(0.080, 0.105);
  who.eye_height = random.uniform(0.03, 0.06);
  who.eye_size = random.uniform(0.036, 0.050);
  who.brow_tilt = random.uniform(-0.012, 0.012);
  who.brow_weight = random.uniform(0.012, 0.026);
  who.nose_length = random.uniform(0.08, 0.12);
  who.nose_width = random.uniform(0.026, 0.042);
  who.mouth_width = random.uniform(0.060, 0.095);
  who.mouth_height = random.uniform(0.15, 0.18);
  who.mouth_weight = random.uniform(0.013, 0.024);
  who.hair_height = who.face_height + random.uniform(0.02, 0.07);
  who.hair_width = who.face_width + random.uniform(0.015, 0.06);
  who.hair_line = random.uniform(0.05, 0.12);
  who.long_hair = random.chance(0.45);
  who.complexion = random();
  return who;
}

Shot draw_shot(Random& random) {
  Shot shot{};
  shot.x = 0.5 + random.uniform(-0.03, 0.03);
  shot.y = 0.47 + random.uniform(-0.03, 0.03);
  shot.size = random.uniform(0.93, 1.08);
  shot.turn = random.uniform(-6, 6);
  shot.light = random.uniform(0, 2 * std::numbers::pi);
  shot.contrast = random.uniform(0.1, 0.7);
  shot.gain = random.uniform(0.82, 1.12);
  shot.blink = random.chance(0.1) ? 0.15 : random.uniform(0.8, 1.1);
  shot.smile = random.uniform(-0.6, 1.0);
  return shot;
}

Camera draw_camera(Random& random) {
  Camera camera{};
  camera.noise = random.uniform(2.0, 6.0);
  camera.softness = static_cast<int>(random.integer(30, 130));
  return camera;
}

Face draw_face(const Portrait& portrait, const Shot& shot, int side) {
  Face face{cv::Mat(side, side, CV_8UC3), cv::Mat::zeros(side, side, CV_8U)};
  draw_background(face.image, portrait);
  const Pencil pencil{face.image, shot};
  draw_body_and_hair(pencil, portrait);
  draw_head(pencil, portrait);
  for (const auto eye : {-1.0, 1.0}) draw_eye(pencil, portrait, shot, eye);
  draw_nose_and_mouth(pencil, portrait, shot);
  draw_fringe(pencil, portrait);

  cv::Mat head = cv::Mat::zeros(side, side, CV_8U);
  const Pencil head_pencil{head, shot};
  head_pencil.ellipse(0, 0, portrait.face_width, portrait.face_height, {255});
  shade(face.image, head, portrait, shot);
  cv::GaussianBlur(face.image, face.image, {3, 3}, 0);

  const Pencil region_pencil{face.region, shot};
  region_pencil.ellipse(0, 0.035, portrait.face_width * 0.86, portrait.face_height * 0.76, {255});
  return face;
}

cv::Mat mixed(const cv::Mat& first, const cv::Mat& second, int percent) {
  cv::Mat result(first.size(), first.type());
  for (int y = 0; y < first.rows; ++y) {
    const auto* a = first.ptr<std::uint8_t>(y);
    const auto* b = second.ptr<std::uint8_t>(y);
    auto* out = result.ptr<std::uint8_t>(y);
    for (int i = 0; i < first.cols * 3; ++i) {
      out[i] = static_cast<std::uint8_t>((a[i] * (100 - percent) + b[i] * percent + 50) / 100);
    }
  }
  return result;
}

void soften(cv::Mat& image, int percent) {
  for (; percent > 0; percent -= 100) {
    cv::Mat blurred;
    cv::GaussianBlur(image, blurred, {3, 3}, 0);
    image = mixed(image, blurred, std::min(percent, 100));
  }
}

void add_noise(cv::Mat& image, double sigma, Random& random, const cv::Mat& where) {
  // The sum of four bytes is near normal, with a standard deviation of 147.8: one draw gives two of them.
  const auto scale = sigma / 147.8;
  std::uint64_t bits = 0;
  bool half = false;
  for (int y = 0; y < image.rows; ++y) {
    auto* value = image.ptr<std::uint8_t>(y);
    const auto* chosen = where.empty() ? nullptr : where.ptr<std::uint8_t>(y);
    for (int i = 0; i < image.cols * 3; ++i) {
      if (!half) bits = random();
      const auto quarter = static_cast<std::uint32_t>(half ? bits >> 32 : bits);
      half = !half;
      const auto sum = (quarter & 255) + ((quarter >> 8) & 255) + ((quarter >> 16) & 255) + (quarter >> 24);
      if (chosen != nullptr && chosen[i / 3] == 0) continue;
      value[i] = to_byte(value[i] + (static_cast<double>(sum) - 510.0) * scale);
    }
  }
}

}  // namespace unseen
