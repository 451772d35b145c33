#include "finish.hpp"

#include <unseen/own_pixels.hpp>

#include "face.hpp"

namespace unseen::sbi {
namespace {

constexpr int kBlock = 16;  // of a JPEG whose colours are halved

}  // namespace

Finish draw_finish(Random& random) {
  Finish finish;
  finish.colour = draw_colour(kFinishLimits, random);
  if (random.chance(0.5)) finish.quality = static_cast<int>(random.integer(40, 100));
  return finish;
}

cv::Rect needed_for(const Finish& finish, const cv::Rect& window, const cv::Size& canvas) {
  return finish.quality ? grown(window, kBlock, kBlock, canvas) : window;
}

// Red and blue change places for the encoder, as in the recipe, whose library knows no order of channels.
cv::Mat compressed(const cv::Mat& image, const Finish& finish) {
  if (!finish.quality) return image;
  const auto result = image.clone();
  jpeg_round_trip(pixels_of(result), *finish.quality);
  return result;
}

}  // namespace unseen::sbi
