#pragma once

#include <torch/nn/module.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <unseen/input_spec.hpp>
#include <unseen/plugin.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// A network that is an ordered chain of named segments, for example stem, layer1.0, ..., pool, head. What
/// enters `head` are the features. Parameter names are timm's, so that a state dict of timm's loads by name.
/// The constructor only reads Params; build() allocates.
class Backbone : public torch::nn::Module {
 public:
  /// Maps (N, C, H, W) or (N, C) of the segment before to what the next one takes. It leaves its input as it
  /// is, draws from torch's default generators only, and changes nothing but running statistics of
  /// unseen::BatchNorm2d or torch's own normalisations: with train.recompute it runs twice on one input.
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

  /// Our name for a tensor of a foreign state dict: the longest module name in front that add_alias() knows
  /// is exchanged; otherwise the same.
  virtual std::string timm_name(const std::string& key) const;

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

  /// For build(): other projects' state dicts call the module or tensor `own` by the name `foreign`.
  void add_alias(const std::string& foreign, const std::string& own);

 private:
  std::vector<std::string> names_;
  std::vector<Segment> chain_;
  std::map<std::string, std::string> aliases_;
};

template <>
struct PluginKind<Backbone> {
  using Pointer = std::shared_ptr<Backbone>;
  static constexpr const char* kind = "Backbone";
  static constexpr const char* folder = "backbones";
  static constexpr const char* stamp = UNSEEN_STAMP;
};

}  // namespace unseen
