#include "training/weights.hpp"

#include <unseen/error.hpp>

#include "training/stored_tensors.hpp"
#include "training/weight_match.hpp"
#include "weights/weight_file.hpp"

namespace unseen {

std::map<std::string, torch::Tensor> state_dict(Backbone& model) {
  std::map<std::string, torch::Tensor> all;
  for (const auto& item : model.named_parameters()) all.emplace(item.key(), item.value());
  for (const auto& item : model.named_buffers()) all.emplace(item.key(), item.value());
  return all;
}

namespace {

struct Fit {
  WeightMatch match;
  std::vector<std::string> left_out;
  std::string misfits;
};

Fit fit(Backbone& model, const TensorTable& table, bool head_may_differ) {
  Fit result{{model, state_dict(model), table}, {}, {}};
  if (head_may_differ) result.left_out = result.match.leave_out_head(model.classifier());
  result.match.leave_out_absent_counts();
  result.misfits = result.match.misfits();
  return result;
}

}  // namespace

bool fits(Backbone& model, const TensorTable& table) { return fit(model, table, true).misfits.empty(); }

std::vector<std::string> load_table(Backbone& model, const TensorTable& table, const std::string& origin,
                                    bool head_may_differ) {
  const torch::NoGradGuard no_grad;
  auto [match, left_out, misfits] = fit(model, table, head_may_differ);
  if (!misfits.empty()) throw InputError{origin + ": does not fit this backbone and variant:" + misfits};
  for (const auto& [name, tensor] : match.own()) {
    tensor.copy_(tensor_of(*match.find(name)).view(tensor.sizes()));
  }
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
