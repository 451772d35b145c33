#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

#include <unseen/augmentation.hpp>
#include <unseen/random.hpp>

namespace unseen::sbi {

/// dlib's 68 points, or 81 with the forehead.
using Points = std::vector<cv::Point2f>;

/// A face in the outer crop: its canvas.
struct Face {
  cv::Mat image;  ///< 8-bit RGB; shares the sample's pixels, so nobody writes to it
  Points points;
  cv::Rect box;  ///< the detector's; where none looked, the crop
};

/// Step 1: the forehead's points 68 to 80 from dlib's order to one that runs from ear to ear.
Points reordered(Points points);

/// Step 2: left and right exchanged, in the picture and in the meaning of the points.
Face mirrored(const Face& face);
Points mirrored(const Points& points, float width);

/// Step 3: half a face width left and right, one height above, 0.4 below, of the box about points 0 to 67;
/// inside the picture, with sides cut to whole multiples of four so that a half and a quarter of them exist.
cv::Rect outer_window(const Points& points, const cv::Size& picture);

/// Steps 1 and 3 on a sample. Error, with video and frame, for what is no face: a wrong number of points,
/// points that lie on a line or far away, a face or a box outside the picture.
Face outer_face(const Sample& sample);

/// Step 4: without the forehead. With 68 points there is none to lose.
Points without_forehead(Points points);

/// What step 11 adds to the box on each side, in quarters of its width or height.
struct Margins {
  double left, right, top, bottom;
};

constexpr Margins kFixedMargins{0.5, 0.5, 0.5, 0.5};

/// Four draws from [0.2, 0.8).
Margins draw_margins(Random& random);

/// Step 11: the box with its margins, inside the canvas.
cv::Rect inner_window(const Face& face, const Margins& margins);

/// `rect` grown by `margin` on each side, then to whole cells of a grid that begins at the canvas' corner,
/// and cut to the canvas.
cv::Rect grown(const cv::Rect& rect, int margin, int cell, const cv::Size& canvas);

}  // namespace unseen::sbi
