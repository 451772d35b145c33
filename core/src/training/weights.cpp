#include "training/weights.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <unseen/error.hpp>

#include "training/safetensors.hpp"

namespace unseen {
namespace {

std::string shape_text(const torch::Tensor& tensor) {
  return fmt::format("({})", fmt::join(tensor.sizes(), ", "));
}

std::vector<std::string> names_of(const std::map<std::string, torch::Tensor>& tensors) {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : tensors) names.push_back(name);
  return names;
}

/// A line for each way in which the tensors do not fit.
std::string misfits(const std::map<std::string, torch::Tensor>& own,
                    const std::map<std::string, torch::Tensor>& given) {
  std::string lines;
  for (const auto& [name, tensor] : given) {
    const auto found = own.find(name);
    if (found == own.end()) {
      lines += fmt::format("\n  unexpected: {}{}", name, name_hint(name, names_of(own)));
    } else if (found->second.sizes() != tensor.sizes()) {
      lines += fmt::format("\n  shape: {}: wanted {}, found {}", name, shape_text(found->second),
                           shape_text(tensor));
    }
  }
  for (const auto& [name, tensor] : own) {
    if (!given.contains(name)) lines += fmt::format("\n  missing: {} {}", name, shape_text(tensor));
  }
  return lines;
}

}  // namespace

std::map<std::string, torch::Tensor> state_dict(Backbone& model) {
  std::map<std::string, torch::Tensor> all;
  for (const auto& item : model.named_parameters()) all.emplace(item.key(), item.value());
  for (const auto& item : model.named_buffers()) all.emplace(item.key(), item.value());
  return all;
}

std::vector<std::string> load_state_dict(Backbone& model, const std::map<std::string, torch::Tensor>& tensors,
                                         const std::string& origin, bool head_may_differ) {
  const torch::NoGradGuard no_grad;
  auto own = state_dict(model);
  std::map<std::string, torch::Tensor> given;
  for (const auto& [key, tensor] : tensors) given[model.timm_name(key)] = tensor;

  std::vector<std::string> left_out;
  for (auto it = own.begin(); it != own.end();) {
    const auto found = given.find(it->first);
    const auto of_head = head_may_differ && it->first.starts_with(model.classifier() + ".");
    if (of_head && (found == given.end() || found->second.sizes() != it->second.sizes())) {
      left_out.push_back(it->first);
      given.erase(it->first);
      it = own.erase(it);
    } else {
      ++it;
    }
  }
  if (const auto lines = misfits(own, given); !lines.empty()) {
    throw InputError{origin + ": does not fit this backbone and variant:" + lines};
  }
  for (auto& [name, tensor] : own) tensor.copy_(given.at(name));
  return left_out;
}

void set_memory_format(Backbone& model, bool channels_last) {
  const auto format = channels_last ? torch::MemoryFormat::ChannelsLast : torch::MemoryFormat::Contiguous;
  for (auto& parameter : model.parameters()) {
    if (parameter.dim() == 4) parameter.set_data(parameter.data().contiguous(format));
  }
}

std::vector<std::string> load_weights(Backbone& model, const std::filesystem::path& path) {
  if (path.extension() != ".safetensors") {
    throw InputError{path.string() +
                     ": weights are read from .safetensors files with timm's names; convert this one"};
  }
  return load_state_dict(model, read_safetensors(path).tensors, path.string(), true);
}

}  // namespace unseen
