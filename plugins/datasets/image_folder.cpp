// Still images in folders: real/..., fake/<method>/..., as they are or below a folder for each split. An
// image is a video of one frame; a folder of images is a video whose frames are its images in natural order
// (2 before 10).
#include <algorithm>
#include <map>
#include <mutex>

#include <unseen/dataset.hpp>
#include <unseen/error.hpp>
#include <unseen/image_file.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

#include "shared/class_folders.hpp"
#include "shared/folders.hpp"
#include "shared/natural_order.hpp"
#include "shared/picture.hpp"

namespace {

namespace fs = std::filesystem;

using Paths = std::vector<fs::path>;

struct Folder {
  Paths images;  // full paths, in natural order
  Paths folders;
};

Folder contents(const fs::path& path) {
  Folder folder;
  for (const auto& entry : datasets::entries(path)) {
    if (datasets::is_folder(entry)) {
      folder.folders.push_back(entry.path());
    } else if (unseen::is_image_file(entry.path())) {
      folder.images.push_back(entry.path());
    }
  }
  std::sort(folder.images.begin(), folder.images.end(), datasets::NaturalOrder{});
  std::sort(folder.folders.begin(), folder.folders.end(), datasets::NaturalOrder{});
  return folder;
}

class ImageFolder final : public unseen::Dataset {
 public:
  explicit ImageFolder(const unseen::Params&) {}

  unseen::Manifest manifest(const std::string& split) const override {
    unseen::Manifest result;
    const auto base = datasets::class_folder(root(), split, "images");
    if (datasets::is_folder(base / "real")) add_class(base / "real", {"", 0, "real", "", split, {}}, result);
    if (!datasets::is_folder(base / "fake")) return result;
    const auto fakes = contents(base / "fake");
    for (const auto& image : fakes.images) add({image}, image, {"", 1, "fake", "", split, {}}, result);
    for (const auto& method : fakes.folders) {
      add_class(method, {"", 1, method.filename().string(), "", split, {}}, result);
    }
    return result;
  }

  std::vector<std::string> splits() const override { return datasets::split_folders(root()); }

  cv::Mat read(const unseen::Video& video, std::int64_t frame) const override {
    return datasets::read_picture(frames_of(video).at(static_cast<std::size_t>(frame)));
  }

 private:
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
    for (const auto& image : images) video.bytes += datasets::size_of(image);
    video.frames = static_cast<std::int64_t>(images.size());
    result.videos.push_back(std::move(video));
  }

  /// Lists a folder once; read() is called for every frame.
  const Paths& frames_of(const unseen::Video& video) const {
    const std::lock_guard lock{mutex_};
    const auto found = frames_.find(video.id);
    if (found != frames_.end()) return found->second;
    const auto path = root() / video.path;
    return frames_.emplace(video.id, datasets::is_folder(path) ? contents(path).images : Paths{path})
        .first->second;
  }

  mutable std::mutex mutex_;
  mutable std::map<std::string, Paths> frames_;  // by id; a map's elements keep their place
};

}  // namespace

UNSEEN_PLUGIN(Dataset, ImageFolder, "image_folder");
