#include "sample_pipeline.hpp"

#include <fmt/format.h>

#include <utility>

#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>

#include <unseen/error.hpp>
#include <unseen/random.hpp>

namespace unseen {

SamplePipeline::SamplePipeline(const FrameReader& reader, const CropRule& rule, bool are_faces,
                               std::vector<const Augmentation*> augmentations, int side, std::uint64_t seed)
    : reader_{reader}, rule_{rule}, augmentations_{std::move(augmentations)}, side_{side}, seed_{seed} {
  // The loader's workers share out the processors; OpenCV's own threads would compete with them.
  cv::setNumThreads(0);
  for (std::size_t i = 0; i < augmentations_.size(); ++i) {
    const auto traits = augmentations_[i]->traits();
    if (traits.needs_landmarks && !are_faces) {
      throw InputError{
          fmt::format("augmentation {} needs the landmarks of a face, and faces.detector = \"none\" gives "
                      "whole frames without them; take it out of `augmentations`",
                      i + 1)};
    }
    samples_per_item_ *= static_cast<std::size_t>(traits.samples_per_item);
  }
}

Group SamplePipeline::group(const Item& item, std::uint64_t number, std::uint64_t epoch, Phase phase) const {
  Group group{cut_sample(reader_.read(item), rule_)};
  const auto& video = reader_.video(item.video);
  group[0].label = video.label;
  group[0].video = video.id;
  group[0].frame = item.frame;
  auto random = phase == Phase::train ? Random{seed_, epoch, number} : Random{0, 0, number};
  for (const auto* augmentation : augmentations_) augmentation->apply(group, random, phase);
  if (group.size() != samples_per_item_) {
    throw Error{fmt::format(
        "{}: the augmentations promise {} samples an item, and made {}; this is a fault of a plugin",
        video.id, samples_per_item_, group.size())};
  }
  return group;
}

std::vector<int> SamplePipeline::make(const Item& item, std::uint64_t number, std::uint64_t epoch,
                                      Phase phase, std::span<std::uint8_t> out) const {
  std::vector<int> labels;
  for (const auto& sample : group(item, number, epoch, phase)) {
    if (sample.image.empty() || sample.image.type() != CV_8UC3) {
      throw Error{
          fmt::format("{}: frame {}: an augmentation left no 8-bit RGB picture; this is a fault of a plugin",
                      sample.video, sample.frame)};
    }
    const auto place = out.subspan(labels.size() * bytes_per_sample(), bytes_per_sample());
    cv::Mat target(side_, side_, CV_8UC3, place.data());  // of the right size and type: resize writes into it
    cv::resize(sample.image, target, target.size(), 0, 0, cv::INTER_LINEAR);
    labels.push_back(sample.label);
  }
  return labels;
}

}  // namespace unseen
