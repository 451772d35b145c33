#include "backbone_trial.hpp"

#include "planning/plugin_maker.hpp"
#include "plugins/tensor_memory.hpp"
#include "training/weights.hpp"

namespace unseen {
namespace {

OptimizerConfig momentum() {
  OptimizerConfig config;
  config.name = "sgd";
  config.momentum = 0.9;
  return config;
}

}  // namespace

const std::vector<Trial>& trials() {
  static const std::vector<Trial> kTrials{{"convnext_atto", "convnext", "atto", 112, 16},
                                          {"resnet50", "resnet", "50", 128, 8},
                                          {"efficientnet_b0", "efficientnet", "b0", 128, 8},
                                          {"legacy_xception", "xception", "legacy", 149, 4},
                                          {"tf_efficientnet_lite0", "efficientnet", "lite0", 128, 8}};
  return kTrials;
}

TrialRun::TrialRun(const Trial& trial, bool channels_last, bool recompute, const Compute& compute)
    : passes_{compute.precision == "bf16", recompute} {
  keep_tensor_memory();  // as the program does
  set_determinism();
  at::manual_seed(1);
  const auto params = std::string{R"({"variant":")"} + trial.variant + R"("})";
  model_ = make<Backbone>(PluginConfig{trial.plugin, parse_json(params), {}, {}}).object;
  model_->build(2);
  model_->to(compute.device);
  images_ = torch::randn({trial.batch, 3, trial.side, trial.side}).to(compute.device);
  if (channels_last) images_ = images_.contiguous(torch::MemoryFormat::ChannelsLast);
  set_memory_format(*model_, channels_last);
  labels_ = torch::randint(2, {trial.batch}, torch::kLong).to(compute.device);
  parameters_ = model_->parameters();
  erm_ = make<Regularizer>(PluginConfig{"erm", parse_json("{}"), {}, {}}).object;
  optimizer_ = std::make_unique<Optimizer>(momentum(), parameters_);
}

void TrialRun::forward() {
  const c10::InferenceMode inference;
  if (model_->is_training()) model_->eval();
  model_->forward(images_);
}

BatchStep TrialRun::batch() {
  for (const auto& parameter : parameters_) parameter.mutable_grad() = torch::Tensor{};
  return {*model_, parameters_, images_, labels_, passes_};
}

void TrialRun::step() {
  if (!model_->is_training()) model_->train();
  auto own = batch();
  erm_->accumulate(own);
  optimizer_->step(1e-3);
}

}  // namespace unseen
