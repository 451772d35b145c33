// Still images in folders: real/..., fake/<method>/..., as they are or below a folder for each split. An
// image is a video of one frame; a folder of images is a video whose frames are its images in natural order
// (2 before 10).
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <string_view>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <unseen/dataset.hpp>
#include <unseen/error.hpp>
#include <unseen/image_file.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

namespace {

namespace fs = std::filesystem;

using Paths = std::vector<fs::path>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The run of digits at `at`, without leading zeros.
std::string_view number_at(std::string_view text, std::size_t& at) {
  const auto start = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  auto digits = text.substr(start, at - start);
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return digits;
}

/// Numbers by their value, everything else by its bytes; equal in that sense: by all bytes, so the order is
/// total.
bool naturally_before(const fs::path& left, const fs::path& right) {
  const auto a = left.string();
  const auto b = right.string();
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const auto m = number_at(a, i);
      const auto n = number_at(b, j);
      if (m.size() != n.size()) return m.size() < n.size();
      if (m != n) return m < n;
    } else {
      if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
      ++i;
      ++j;
    }
  }
  if ((i < a.size()) != (j < b.size())) return j < b.size();
  return a < b;
}

struct Folder {
  Paths images;  // full paths, in natural order
  Paths folders;
};

Folder contents(const fs::path& path) {
  Folder folder;
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.path().filename().string().front() == '.') continue;
    if (entry.is_directory()) {
      folder.folders.push_back(entry.path());
    } else if (unseen::is_image_file(entry.path())) {
      folder.images.push_back(entry.path());
    }
  }
  std::sort(folder.images.begin(), folder.images.end(), naturally_before);
  std::sort(folder.folders.begin(), folder.folders.end(), naturally_before);
  return folder;
}

cv::Mat decode(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file)
    throw unseen::Error{path.string() + ": cannot be opened; was it moved since the data set was listed?"};
  const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
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
    throw unseen::Error{
        fmt::format("{}: wanted a whole image, found {} bytes that do not decode to one; restore the "
                    "file or take it out of the data set",
                    path.string(), bytes.size())};
  }
  cv::cvtColor(image, image, cv::COLOR_BGR2RGB);
  return image;
}

class ImageFolder final : public unseen::Dataset {
 public:
  explicit ImageFolder(const unseen::Params&) {}

  unseen::Manifest manifest(const std::string& split) const override {
    unseen::Manifest result;
    const auto base = base_of(split);
    if (fs::is_directory(base / "real")) add_class(base / "real", {"", 0, "real", "", split, {}}, result);
    if (!fs::is_directory(base / "fake")) return result;
    const auto fakes = contents(base / "fake");
    for (const auto& image : fakes.images) add({image}, image, {"", 1, "fake", "", split, {}}, result);
    for (const auto& method : fakes.folders) {
      add_class(method, {"", 1, method.filename().string(), "", split, {}}, result);
    }
    return result;
  }

  cv::Mat read(const unseen::Video& video, std::int64_t frame) const override {
    return decode(frames_of(video).at(static_cast<std::size_t>(frame)));
  }

 private:
  /// The folder that holds real/ and fake/ of a split: one of its own, or one for all splits.
  fs::path base_of(const std::string& split) const {
    for (const auto& base : {root() / split, root()}) {
      if (fs::is_directory(base / "real") || fs::is_directory(base / "fake")) return base;
    }
    throw unseen::InputError{
        fmt::format("{}: neither real/ nor fake/ lies here or in {}/; wanted real/<images> and "
                    "fake/<method>/<images>; set `root` to the folder that holds them",
                    root().string(), split)};
  }

  void add_class(const fs::path& folder, const unseen::Video& like, unseen::Manifest& result) const {
    const auto inside = contents(folder);
    for (const auto& image : inside.images) add({image}, image, like, result);
    for (const auto& below : inside.folders) add_videos(below, like, result);
  }

  void add_videos(const fs::path& folder, const unseen::Video& like, unseen::Manifest& result) const {
    const auto inside = contents(folder);
    if (!inside.images.empty()) add(inside.images, folder, like, result);
    for (const auto& below : inside.folders) add_videos(below, like, result);
  }

  void add(const Paths& images, const fs::path& path, unseen::Video video, unseen::Manifest& result) const {
    video.path = path.lexically_relative(root());
    video.id = video.path.generic_string();
    for (const auto& image : images) video.bytes += fs::file_size(image);
    video.frames = static_cast<std::int64_t>(images.size());
    result.videos.push_back(std::move(video));
  }

  /// Lists a folder once; read() is called for every frame.
  const Paths& frames_of(const unseen::Video& video) const {
    const std::lock_guard lock{mutex_};
    const auto found = frames_.find(video.id);
    if (found != frames_.end()) return found->second;
    const auto path = root() / video.path;
    return frames_.emplace(video.id, fs::is_directory(path) ? contents(path).images : Paths{path})
        .first->second;
  }

  mutable std::mutex mutex_;
  mutable std::map<std::string, Paths> frames_;  // by id; a map's elements keep their place
};

}  // namespace

UNSEEN_PLUGIN(Dataset, ImageFolder, "image_folder");
