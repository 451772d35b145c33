#pragma once

#include "parity_fixture.hpp"
#include "support/models.hpp"
#include "training/batch_step.hpp"

namespace unseen::test {

/// One training step on the batch of the golden numbers (4 pictures, of 64 x 64), with hash-filled weights.
struct GoldenStep {
  explicit GoldenStep(const std::string& plugin = "resnet", const std::string& variant = "18",
                      torch::ScalarType number = torch::kDouble, bool channels_last = false,
                      std::int64_t side = 64)
      : model{make_backbone(plugin, R"({"variant":")" + variant + R"("})")},
        images{hash_input(4, side).to(number)} {
    model->build(2);
    fill(*model, number);
    model->train();
    set_memory_format(*model, channels_last);
    if (channels_last) images = images.contiguous(torch::MemoryFormat::ChannelsLast);
    parameters = model->parameters();
  }

  BatchStep step() {
    for (auto& parameter : parameters) parameter.mutable_grad() = torch::Tensor{};
    return BatchStep{*model, parameters, images, torch::tensor({0, 1, 1, 0})};
  }
  StepReport run(const std::string& rule, const std::string& params = "{}") {
    auto own = step();
    return make_regularizer(rule, params)->accumulate(own);
  }
  std::vector<torch::Tensor> gradients() const {
    std::vector<torch::Tensor> all;
    for (const auto& parameter : parameters) all.push_back(parameter.grad().clone());
    return all;
  }
  std::vector<torch::Tensor> weights_and_statistics() const {
    std::vector<torch::Tensor> all;
    for (const auto& parameter : parameters) all.push_back(parameter.detach().clone());
    for (const auto& buffer : model->buffers()) all.push_back(buffer.clone());
    return all;
  }

  std::shared_ptr<Backbone> model;
  torch::Tensor images;
  std::vector<torch::Tensor> parameters;
};

inline double scalar(const StepReport& report, const std::string& name) {
  for (const auto& [key, value] : report) {
    if (key == name) return value.item<double>();
  }
  ADD_FAILURE() << "no scalar " << name;
  return std::nan("");
}

inline void expect_same_bits(const std::vector<torch::Tensor>& found,
                             const std::vector<torch::Tensor>& wanted) {
  ASSERT_EQ(found.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_TRUE(torch::equal(found[i], wanted[i])) << i;
}

/// Largest difference, as a share of the largest wanted number of all.
inline double distance(const std::vector<torch::Tensor>& found, const std::vector<torch::Tensor>& wanted) {
  double most = 0, largest = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    most = std::max(most, (found[i] - wanted[i]).abs().max().item<double>());
    largest = std::max(largest, wanted[i].abs().max().item<double>());
  }
  return most / largest;
}

}  // namespace unseen::test
