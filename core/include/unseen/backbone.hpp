#pragma once

#include <torch/nn/module.h>

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <unseen/plugin.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// What a backbone wants to see: a square of side x side pixels, (pixel / 255 - mean) / std for each of R, G,
/// B.
struct InputSpec {
  std::int64_t side = 224;
  std::array<double, 3> mean{0.485, 0.456, 0.406};
  std::array<double, 3> std{0.229, 0.224, 0.225};
};

/// A network that is an ordered chain of named segments, for example stem, layer1.0, ..., pool, head. What
/// enters `head` are the features. Parameter names are timm's, so that a state dict of timm's loads by name.
/// The constructor only reads Params; build() allocates.
class Backbone : public torch::nn::Module {
 public:
  /// Maps (N, C, H, W) or (N, C) of the segment before to what the next one takes.
  using Segment = std::function<torch::Tensor(const torch::Tensor&)>;

  Backbone();
  ~Backbone() override;

  /// Makes the modules with random weights (torch's default generator) for `classes` logits; called once.
  virtual void build(std::int64_t classes) = 0;

  virtual InputSpec input() const = 0;

  /// Segments after which a perturbation injection module sits by default (the paper's "shallow layers").
  virtual std::vector<std::string> shallow_segments() const = 0;

  /// The segment whose output Grad-CAM reads.
  virtual std::string cam_segment() const = 0;

  /// Module name of the classifier ("fc"): its tensors may be left out of a weight file of another class
  /// count.
  virtual std::string classifier() const = 0;

  /// The name of ours for a tensor of a foreign state dict.
  virtual std::string timm_name(const std::string& key) const { return key; }

  /// Fixed for each backbone and device, never timed at run time, so that a run's bits do not depend on luck.
  virtual bool prefers_channels_last(torch::DeviceType) const { return true; }

  const std::vector<std::string>& segments() const { return names_; }

  /// Index of a segment; InputError naming the nearest where there is none of this name.
  std::size_t segment_index(const std::string& name) const;

  /// (N, 3, side, side) -> logits (N, classes).
  torch::Tensor forward(const torch::Tensor& images);

  /// Runs segments [from, to).
  torch::Tensor forward(const torch::Tensor& x, std::size_t from, std::size_t to);

 protected:
  /// For build(): appends a link of the chain.
  void add_segment(std::string name, Segment segment);

 private:
  std::vector<std::string> names_;
  std::vector<Segment> chain_;
};

template <>
struct PluginKind<Backbone> {
  using Pointer = std::shared_ptr<Backbone>;
  static constexpr const char* kind = "Backbone";
  static constexpr const char* folder = "backbones";
  static constexpr const char* stamp = UNSEEN_STAMP;
};

}  // namespace unseen
