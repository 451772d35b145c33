#include <unseen/dataset.hpp>
#include <unseen/error.hpp>

namespace unseen {

Dataset::Dataset() = default;
Dataset::~Dataset() = default;

cv::Mat Dataset::read(const Video& video, std::int64_t) const {
  throw Error{video.path.string() + ": its data set plugin promised still frames but reads none"};
}

}  // namespace unseen
