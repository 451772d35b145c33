#include "data/plugin_picture.hpp"

#include <fmt/format.h>

#include <unseen/error.hpp>

namespace unseen {

cv::Mat plugin_picture(const Dataset& dataset, const Video& video, std::int64_t frame) {
  auto picture = dataset.read(video, frame);
  if (picture.empty() || picture.type() != CV_8UC3) {
    throw Error{fmt::format(
        "{}: frame {}: the data set's plugin wants to give 8-bit RGB, found {}; this is a fault of "
        "the plugin",
        video.path.string(), frame, picture.empty() ? "nothing" : cv::typeToString(picture.type()))};
  }
  return picture;
}

}  // namespace unseen
