#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <unseen/error.hpp>
#include <unseen/image_file.hpp>

namespace datasets {

/// 8-bit RGB of a file's bytes. Error that begins with `name` where they are no whole image.
inline cv::Mat decoded_picture(const std::string& bytes, const std::string& name) {
  cv::Mat image;
  if (!bytes.empty() && !unseen::is_cut_image(bytes)) {
    try {
      image = cv::imdecode(cv::Mat(1, static_cast<int>(bytes.size()), CV_8U, const_cast<char*>(bytes.data())),
                           cv::IMREAD_COLOR);
    } catch (const cv::Exception&) {
      image.release();
    }
  }
  if (image.empty()) {
    throw unseen::Error{name + ": wanted a whole image, found " + std::to_string(bytes.size()) +
                        " bytes that do not decode to one; restore the file or take it out of the data set"};
  }
  cv::cvtColor(image, image, cv::COLOR_BGR2RGB);
  return image;
}

inline cv::Mat read_picture(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  if (!stream)
    throw unseen::Error{file.string() + ": cannot be opened; was it moved since the data set was listed?"};
  return decoded_picture({std::istreambuf_iterator<char>{stream}, {}}, file.string());
}

}  // namespace datasets
