#include "training/training_state.hpp"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>

#include <mutex>

#include <unseen/error.hpp>

namespace unseen {
namespace {

using Tensors = std::map<std::string, torch::Tensor>;

torch::Tensor state_of(at::Generator generator) {
  const std::lock_guard lock{generator.mutex()};
  return generator.get_state();
}

void set_state(at::Generator generator, const torch::Tensor& state) {
  const std::lock_guard lock{generator.mutex()};
  generator.set_state(state);
}

Tensors without_prefix(const Tensors& all, const std::string& prefix) {
  Tensors found;
  for (const auto& [name, tensor] : all) {
    if (name.starts_with(prefix)) found.emplace(name.substr(prefix.size()), tensor);
  }
  return found;
}

}  // namespace

RandomState random_state(torch::Device device) {
  RandomState state{state_of(at::detail::getDefaultCPUGenerator()), {}};
  if (device.is_cuda()) state.device = state_of(at::globalContext().defaultGenerator(device));
  return state;
}

void set_random_state(const RandomState& state, torch::Device device) {
  set_state(at::detail::getDefaultCPUGenerator(), state.cpu);
  if (device.is_cuda() && state.device.defined()) {
    set_state(at::globalContext().defaultGenerator(device), state.device);
  }
}

Tensors training_state(const Optimizer& optimizer, const Regularizer& regularizer, torch::Device device) {
  Tensors all;
  for (const auto& [name, tensor] : optimizer.state()) all["optimizer." + name] = tensor;
  for (const auto& [name, tensor] : regularizer.state()) all["regularizer." + name] = tensor;
  const auto random = random_state(device);
  all["random.cpu"] = random.cpu;
  if (random.device.defined()) all["random.device"] = random.device;
  return all;
}

void restore_training_state(const Tensors& state, Optimizer& optimizer, Regularizer& regularizer,
                            torch::Device device) {
  optimizer.load_state(without_prefix(state, "optimizer."));
  regularizer.load_state(without_prefix(state, "regularizer."));
  const auto random = without_prefix(state, "random.");
  if (!random.contains("cpu")) throw Error{"the checkpoint lacks the state of the random generator"};
  const auto device_state = random.find("device");
  set_random_state({random.at("cpu"), device_state == random.end() ? torch::Tensor{} : device_state->second},
                   device);
}

}  // namespace unseen
