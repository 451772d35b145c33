#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <opencv2/core/mat.hpp>
#include <opencv2/core/version.hpp>

#include <unseen/plugin.hpp>
#include <unseen/random.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// One picture on its way into a batch, at native size.
struct Sample {
  cv::Mat image;    ///< 8-bit RGB, HxWx3: the crop, a region of `outer` until somebody replaces it
  cv::Mat outer;    ///< 8-bit RGB: the crop with its surroundings
  cv::Rect box;     ///< the crop in `outer`, pixels
  cv::Rect2f face;  ///< in `outer`, pixels: what the detector found; empty where none looked
  int label = 0;    ///< 0 real, 1 fake
  std::optional<std::vector<cv::Point2f>> landmarks;  ///< 68 points in `outer`, pixels
  std::string video;                                  ///< id of the video
  std::int64_t frame = 0;
};

/// What one training item has become: one sample, or a (real, fake) pair.
using Group = std::vector<Sample>;

enum class Phase { train, validate };

struct AugmentationTraits {
  int samples_per_item = 1;  ///< samples of a group after apply(), for one before
  bool needs_landmarks = false;
};

/// Changes the samples of a group before they are resized. The same draw serves every sample of the group.
/// apply() is called from several threads at once, each with a group and a Random of its own; in validation
/// the draws do not change from epoch to epoch. It throws UnusableSample for a sample that it can make
/// nothing of, and Error for what is wrong with all of them.
class Augmentation {
 public:
  Augmentation();
  virtual ~Augmentation();
  Augmentation(const Augmentation&) = delete;
  Augmentation& operator=(const Augmentation&) = delete;

  virtual AugmentationTraits traits() const { return {}; }
  virtual void apply(Group& group, Random& random, Phase phase) const = 0;
};

template <>
struct PluginKind<Augmentation> {
  using Pointer = std::unique_ptr<Augmentation>;
  static constexpr const char* kind = "Augmentation";
  static constexpr const char* folder = "augmentations";
  static constexpr const char* stamp = UNSEEN_STAMP " opencv=" CV_VERSION;
};

}  // namespace unseen
