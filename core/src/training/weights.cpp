#include "training/weights.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include <unseen/error.hpp>

#include "training/stored_tensors.hpp"
#include "weights/weight_file.hpp"

namespace unseen {
namespace {

using Shape = std::vector<std::int64_t>;

std::string shape_text(torch::IntArrayRef shape) { return fmt::format("({})", fmt::join(shape, ", ")); }

/// Without dimensions of one: a 1x1 convolution's weights are a linear layer's.
Shape squeezed(torch::IntArrayRef shape) {
  Shape result;
  std::copy_if(shape.begin(), shape.end(), std::back_inserter(result), [](auto size) { return size != 1; });
  return result;
}

bool same_elements(torch::IntArrayRef a, torch::IntArrayRef b) { return squeezed(a) == squeezed(b); }

std::vector<std::string> names_of(const std::map<std::string, torch::Tensor>& tensors) {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : tensors) names.push_back(name);
  return names;
}

/// The tensors of one file under the model's own names; `twice` collects a line for each name that two of
/// them have.
struct Given {
  std::map<std::string, const StoredTensor*> tensors;
  std::string twice;

  Given(const Backbone& model, const std::map<std::string, torch::Tensor>& own, const TensorTable& table) {
    for (const auto& [key, tensor] : table.tensors) {
      const auto name = own.contains(key) ? key : model.timm_name(key);
      if (!tensors.emplace(name, &tensor).second)
        twice += fmt::format("\n  twice: {}, also as {}", name, key);
    }
  }

  bool has(const std::string& name, torch::IntArrayRef shape) const {
    const auto found = tensors.find(name);
    return found != tensors.end() && same_elements(found->second->shape, shape);
  }
};

/// A line for each way in which the tensors do not fit.
std::string misfits(const std::map<std::string, torch::Tensor>& own, const Given& given) {
  auto lines = given.twice;
  for (const auto& [name, tensor] : given.tensors) {
    const auto found = own.find(name);
    if (found == own.end()) {
      lines += fmt::format("\n  unexpected: {} {}{}", name, shape_text(tensor->shape),
                           name_hint(name, names_of(own)));
    } else if (!given.has(name, found->second.sizes())) {
      lines += fmt::format("\n  shape: {}: wanted {}, found {}", name, shape_text(found->second.sizes()),
                           shape_text(tensor->shape));
    }
  }
  for (const auto& [name, tensor] : own) {
    if (!given.tensors.contains(name))
      lines += fmt::format("\n  missing: {} {}", name, shape_text(tensor.sizes()));
  }
  return lines;
}

/// Takes out of both what belongs to the classifier and does not fit; returns its names.
std::vector<std::string> leave_out_head(const std::string& classifier,
                                        std::map<std::string, torch::Tensor>& own, Given& given) {
  std::vector<std::string> left_out;
  std::erase_if(own, [&](const auto& item) {
    const auto& [name, tensor] = item;
    if (!name.starts_with(classifier + ".") || given.has(name, tensor.sizes())) return false;
    left_out.push_back(name);
    given.tensors.erase(name);
    return true;
  });
  return left_out;
}

}  // namespace

std::map<std::string, torch::Tensor> state_dict(Backbone& model) {
  std::map<std::string, torch::Tensor> all;
  for (const auto& item : model.named_parameters()) all.emplace(item.key(), item.value());
  for (const auto& item : model.named_buffers()) all.emplace(item.key(), item.value());
  return all;
}

std::vector<std::string> load_table(Backbone& model, const TensorTable& table, const std::string& origin,
                                    bool head_may_differ) {
  const torch::NoGradGuard no_grad;
  auto own = state_dict(model);
  Given given{model, own, table};
  const auto left_out =
      head_may_differ ? leave_out_head(model.classifier(), own, given) : std::vector<std::string>{};
  std::erase_if(own, [&](const auto& item) {
    return item.first.ends_with(".num_batches_tracked") && !given.tensors.contains(item.first);
  });
  if (const auto lines = misfits(own, given); !lines.empty()) {
    throw InputError{origin + ": does not fit this backbone and variant:" + lines};
  }
  for (auto& [name, tensor] : own) tensor.copy_(tensor_of(*given.tensors.at(name)).view(tensor.sizes()));
  return left_out;
}

void load_state_dict(Backbone& model, const std::map<std::string, torch::Tensor>& tensors,
                     const std::string& origin) {
  TensorTable table;
  std::vector<torch::Tensor> kept;
  for (const auto& [name, tensor] : tensors) {
    kept.push_back(tensor.detach().cpu().contiguous());
    table.tensors.emplace(name, stored(kept.back()));
  }
  load_table(model, table, origin, false);
}

void set_memory_format(Backbone& model, bool channels_last) {
  const auto format = channels_last ? torch::MemoryFormat::ChannelsLast : torch::MemoryFormat::Contiguous;
  for (auto& parameter : model.parameters()) {
    if (parameter.dim() == 4) parameter.set_data(parameter.data().contiguous(format));
  }
}

std::vector<std::string> load_weights(Backbone& model, const std::filesystem::path& path) {
  return load_table(model, read_weight_file(path), path.string(), true);
}

}  // namespace unseen
