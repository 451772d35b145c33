#pragma once

#include <cstdint>

#include <opencv2/core/mat.hpp>

#include <unseen/random.hpp>

namespace unseen {

/// A person: everything that stays the same from frame to frame. Lengths are shares of the picture's side.
struct Portrait {
  cv::Scalar skin, hair, iris, lips, cloth, sky, ground;  ///< 0 to 255 RGB
  double face_width, face_height, jaw;
  double eye_distance, eye_height, eye_size, brow_tilt, brow_weight;
  double nose_length, nose_width, mouth_width, mouth_height, mouth_weight;
  double hair_height, hair_width, hair_line;
  bool long_hair;
  std::uint64_t complexion;  ///< seeds the unevenness of the skin
};

/// One moment: where the head is and how it is lit.
struct Shot {
  double x, y;      ///< of the face's middle, shares of the side
  double size;      ///< factor on all lengths of the head
  double turn;      ///< degrees
  double light;     ///< angle of the light, radians
  double contrast;  ///< how much darker the far side is
  double gain;      ///< exposure
  double blink;     ///< 1 open, near 0 closed
  double smile;     ///< -1 to 1
};

/// What took the video, pristine or forged: cameras differ, so that sharpness and noise alone tell no
/// forgery.
struct Camera {
  double noise;  ///< grey levels, standard deviation
  int softness;  ///< percent of what a small blur takes away
};

struct Face {
  cv::Mat image;   ///< 8-bit RGB, without noise
  cv::Mat region;  ///< 8-bit: how far a pixel belongs to the inner face, the part that forgeries replace
};

Portrait draw_portrait(Random& random);
Shot draw_shot(Random& random);
Camera draw_camera(Random& random);

/// All arithmetic that reaches a pixel is OpenCV's on integers or plain double, so every machine draws the
/// same.
Face draw_face(const Portrait& portrait, const Shot& shot, int side);

/// What a lens and a light compression take away: `percent` of the way to a blurred picture.
void soften(cv::Mat& image, int percent);

/// In integers, so that no machine rounds otherwise: `percent` of `second`, the rest of `first`.
cv::Mat mixed(const cv::Mat& first, const cv::Mat& second, int percent);

/// Adds noise of about `sigma` grey levels to every channel, where `where` is not zero (empty: everywhere).
void add_noise(cv::Mat& image, double sigma, Random& random, const cv::Mat& where = {});

}  // namespace unseen
