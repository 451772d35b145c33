#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <opencv2/core/mat.hpp>
#include <opencv2/core/version.hpp>

#include <unseen/plugin.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// One video of a data set, or one still image.
struct Video {
  std::string id;              ///< unique over the whole data set, all splits and methods
  int label = 0;               ///< 0 real, 1 fake
  std::string method;          ///< "real", or the forgery method
  std::string source;          ///< id of the pristine footage it was made from; "" where unknown
  std::string split;           ///< "train", "val", "test", ...
  std::filesystem::path path;  ///< below the root, '/' separated; what the crop store and errors name
  std::uintmax_t bytes = 0;    ///< size on disk; 0 where there is no file
  std::int64_t frames =
      0;  ///< image data: how many frames read() gives; 0: a video file that the core decodes
  bool is_face_crop = false;  ///< pictures that show a face and little else: no detector looks at them, whole

  /// Image data that read() finds slowly, in an archive: the crop store keeps a copy of the frames that are
  /// chosen. `path` then begins with the archive's own path, and Manifest::lists names the archive.
  bool in_archive = false;
};

/// What a split should hold, and what of it is not there.
struct Manifest {
  std::vector<Video> videos;
  std::vector<std::filesystem::path> absent;  ///< listed by the split, missing on disk; counted and reported

  /// Files that decided what stands above (split lists, labels), below the root: a change of one is a change
  /// of the data set.
  std::vector<std::filesystem::path> lists;
};

/// How many videos a data set's paper or lists give, to hold a copy against.
struct PublishedCount {
  std::string split;   ///< "": all splits together
  int label = 0;       ///< 0 real, 1 fake; -1: both together
  std::string method;  ///< "": all methods together
  std::int64_t videos = 0;
};

/// A data set: which videos there are. The core chooses frames, decodes, crops, caches and shuffles.
/// The constructor only reads Params; manifest() is the first to touch the disk.
class Dataset {
 public:
  Dataset();
  virtual ~Dataset();
  Dataset(const Dataset&) = delete;
  Dataset& operator=(const Dataset&) = delete;

  /// Lies below this folder; called once, before manifest(). Empty for a data set without files.
  void open(std::filesystem::path root) { root_ = std::move(root); }
  const std::filesystem::path& root() const { return root_; }

  /// False for a data set that needs no folder (drawn, not read).
  virtual bool needs_root() const { return true; }

  /// The videos of a split, in an order that depends only on what is there. InputError where the root lacks
  /// the layout (its message names the path, what was wanted and the remedy) or the split is unknown.
  virtual Manifest manifest(const std::string& split) const = 0;

  /// The splits that manifest() knows, as `unseen dataset` shows them. Called after open().
  virtual std::vector<std::string> splits() const { return {"train", "val", "test"}; }

  /// What is published of the videos that manifest() gives with these parameters, as far as
  /// a source gives it. Touches no disk.
  virtual std::vector<PublishedCount> published() const { return {}; }

  /// Image data only (`video.frames` > 0): frame `frame` of [0, video.frames) as 8-bit RGB, HxWx3. Called
  /// from several threads at once. Error where the file is damaged.
  virtual cv::Mat read(const Video& video, std::int64_t frame) const;

 private:
  std::filesystem::path root_;
};

template <>
struct PluginKind<Dataset> {
  using Pointer = std::unique_ptr<Dataset>;
  static constexpr const char* kind = "Dataset";
  static constexpr const char* folder = "datasets";
  static constexpr const char* stamp = UNSEEN_STAMP " opencv=" CV_VERSION;
};

}  // namespace unseen
