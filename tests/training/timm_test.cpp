// Every variant beside timm itself, where $UNSEEN_TIMM_PYTHON names a Python that has it.

#include <gtest/gtest.h>

#include <cstdlib>

#include "support/models.hpp"
#include "support/temporary_folder.hpp"
#include "training/batch_step.hpp"
#include "training/safetensors.hpp"
#include "training/weights.hpp"

namespace unseen::test {
namespace {

struct TimmModel {
  std::string timm, plugin, variant;
};

std::vector<TimmModel> all_models() {
  std::vector<TimmModel> all{{"legacy_xception", "xception", "legacy"},
                             {"tf_efficientnet_lite0", "efficientnet", "lite0"}};
  for (const auto* size : {"atto", "femto", "pico", "nano", "tiny", "small", "base", "large"}) {
    all.push_back({std::string{"convnext_"} + size, "convnext", size});
  }
  for (const auto* depth : {"18", "34", "50", "101"})
    all.push_back({std::string{"resnet"} + depth, "resnet", depth});
  for (const auto* size : {"b0", "b1", "b2", "b3", "b4"}) {
    all.push_back({std::string{"efficientnet_"} + size, "efficientnet", size});
    all.push_back({std::string{"tf_efficientnet_"} + size, "efficientnet", std::string{"tf_"} + size});
  }
  return all;
}

/// Of `found`, the largest difference, as a share of the largest wanted value.
double error_of(const torch::Tensor& found, const torch::Tensor& wanted) {
  return ((found - wanted).abs().max() / wanted.abs().max().clamp_min(1e-6)).item<double>();
}

class BesideTimm : public testing::TestWithParam<TimmModel> {
 protected:
  void SetUp() override {
    const auto* python = std::getenv("UNSEEN_TIMM_PYTHON");
    if (python == nullptr) GTEST_SKIP() << "needs timm: $UNSEEN_TIMM_PYTHON names a Python that has it";
    command_ = std::string{python} + " " UNSEEN_SUPPORT "/timm_reference.py " + folder_.path().string() +
               " " + GetParam().timm;
    ASSERT_EQ(std::system(command_.c_str()), 0);
    answers_ = read_safetensors(file(".answers")).tensors;
    model_ = make_backbone(GetParam().plugin, R"({"variant":")" + GetParam().variant + R"("})");
    model_->build(5);
    EXPECT_TRUE(load_weights(*model_, file("")).empty());
  }

  std::filesystem::path file(const std::string& ending) const {
    return folder_.path() / (GetParam().timm + ending + ".safetensors");
  }

  /// Largest errors of the gradients and of the running statistics after one step, by float64's answers.
  std::pair<double, double> step_errors(torch::ScalarType type) {
    model_->to(type);
    model_->train();
    const auto parameters = model_->parameters();
    BatchStep step{*model_, parameters, answers_.at("images.0").to(type), answers_.at("labels")};
    step.loss_and_gradients();
    double of_gradients = 0, of_buffers = 0;
    double largest = 0;
    for (const auto& item : model_->named_parameters()) {
      largest = std::max(largest, answers_.at("gradient." + item.key()).abs().max().item<double>());
    }
    for (const auto& item : model_->named_parameters()) {
      const auto& wanted = answers_.at("gradient." + item.key());
      of_gradients =
          std::max(of_gradients, (item.value().grad() - wanted).abs().max().item<double>() / largest);
    }
    for (const auto& item : model_->named_buffers()) {
      of_buffers = std::max(of_buffers, error_of(item.value().to(torch::kDouble),
                                                 answers_.at("after." + item.key()).to(torch::kDouble)));
    }
    return {of_gradients, of_buffers};
  }

  TemporaryFolder folder_;
  std::string command_;
  std::map<std::string, torch::Tensor> answers_;
  std::shared_ptr<Backbone> model_;
};

TEST_P(BesideTimm, GivesItsNumbersAndAStateDictThatItLoads) {
  write_safetensors(file(".ours"), {state_dict(*model_), {}});
  EXPECT_EQ(std::system((command_ + " --check " + file(".ours").string()).c_str()), 0);

  set_memory_format(*model_, true);
  const auto single = step_errors(torch::kFloat);
  // Float32 itself is coarse where a unit's input is rounded to the other side of zero: timm's own error
  // counts.
  const auto allowed = [this](const char* name) {
    return std::max(1e-4, 3 * answers_.at(name).item<double>());
  };
  EXPECT_LE(single.first, allowed("float32_error"));
  EXPECT_LE(single.second, allowed("float32_statistics_error"));

  load_weights(*model_, file(""));
  model_->eval();
  for (const auto* k : {"0", "1", "2"}) {
    const torch::NoGradGuard no_grad;
    const auto images = answers_.at(std::string{"images."} + k).to(torch::kFloat);
    const auto logits = model_->forward(images.contiguous(torch::MemoryFormat::ChannelsLast));
    EXPECT_LE(error_of(logits, answers_.at(std::string{"logits."} + k)), 2e-5) << "side " << k;
  }
  load_weights(*model_, file(""));
  model_->to(torch::kDouble);
  model_->eval();
  for (const auto* k : {"0", "1", "2"}) {
    const torch::NoGradGuard no_grad;
    const auto logits = model_->forward(answers_.at(std::string{"images."} + k));
    EXPECT_LE(error_of(logits, answers_.at(std::string{"logits."} + k)), 1e-9) << "side " << k;
  }
  const auto [of_gradients, of_buffers] = step_errors(torch::kDouble);
  EXPECT_LE(of_gradients, 1e-9);
  EXPECT_LE(of_buffers, 1e-9);
}

INSTANTIATE_TEST_SUITE_P(Models, BesideTimm, testing::ValuesIn(all_models()),
                         [](const auto& info) { return info.param.timm; });

}  // namespace
}  // namespace unseen::test
