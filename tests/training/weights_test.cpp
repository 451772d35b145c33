#include "training/weights.hpp"

#include <gtest/gtest.h>

#include "support/input_error.hpp"
#include "support/models.hpp"
#include "support/temporary_folder.hpp"
#include "training/safetensors.hpp"

namespace unseen::test {
namespace {

std::shared_ptr<Backbone> network(std::int64_t classes) {
  auto model = two_layer_network();
  model->build(classes);
  return model;
}

TEST(Weights, LoadByNameAndLeaveOutAHeadOfAnotherClassCount) {
  const TemporaryFolder folder;
  const auto source = network(1000);
  write_safetensors(folder.path() / "w.safetensors", {state_dict(*source), {}});
  const auto model = network(2);
  const auto left_out = load_weights(*model, folder.path() / "w.safetensors");
  EXPECT_EQ(left_out, (std::vector<std::string>{"fc.bias", "fc.weight"}));
  EXPECT_TRUE(torch::equal(state_dict(*model).at("conv1.weight"), state_dict(*source).at("conv1.weight")));
}

TEST(Weights, NameEveryTensorThatDoesNotFit) {
  const TemporaryFolder folder;
  auto tensors = state_dict(*network(2));
  tensors["conv3.weight"] = tensors.at("conv2.weight");
  tensors.erase("conv2.weight");
  tensors["conv1.bias"] = torch::ones({9});
  write_safetensors(folder.path() / "w.safetensors", {tensors, {}});
  const auto model = network(2);
  const auto message = input_error_of([&] { load_weights(*model, folder.path() / "w.safetensors"); });
  EXPECT_TRUE(contains(message, "unexpected: conv3.weight; did you mean \"conv1.weight\""));
  EXPECT_TRUE(contains(message, "missing: conv2.weight (8, 8, 3, 3)"));
  EXPECT_TRUE(contains(message, "conv1.bias: wanted (8), found (9)"));
}

}  // namespace
}  // namespace unseen::test
