#include "training/weight_match.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include <unseen/params.hpp>

namespace unseen {
namespace {

using Shape = std::vector<std::int64_t>;
using Lines = std::vector<std::string>;

constexpr std::size_t kMostLines = 20;  // of each kind

/// Without dimensions of one: a 1x1 convolution's weights are a linear layer's.
Shape squeezed(torch::IntArrayRef shape) {
  Shape result;
  std::copy_if(shape.begin(), shape.end(), std::back_inserter(result), [](auto size) { return size != 1; });
  return result;
}

bool same_elements(torch::IntArrayRef a, torch::IntArrayRef b) { return squeezed(a) == squeezed(b); }

/// Whether the shapes are those of one layer for different numbers of classes.
bool differ_in_classes_only(torch::IntArrayRef a, torch::IntArrayRef b) {
  return !a.empty() && !b.empty() && a[0] != b[0] && same_elements(a.slice(1), b.slice(1));
}

/// Of batches, in a BatchNorm: a whole number, until a network's type is changed as a whole.
bool is_count(const std::string& name) { return name.ends_with(".num_batches_tracked"); }

std::string shape_text(torch::IntArrayRef shape) { return fmt::format("({})", fmt::join(shape, ", ")); }

std::string text_of(const Lines& lines) {
  std::string text;
  for (std::size_t i = 0; i < std::min(lines.size(), kMostLines); ++i) text += "\n  " + lines[i];
  if (lines.size() > kMostLines) {
    text += fmt::format("\n  ... and {} more of these", lines.size() - kMostLines);
  }
  return text;
}

std::string nearest_hint(const std::string& name, const Lines& others) {
  const auto nearest = nearest_name(name, others);
  return nearest.empty() ? "" : "; nearest: " + nearest;
}

}  // namespace

WeightMatch::WeightMatch(const Backbone& model, std::map<std::string, torch::Tensor> own,
                         const TensorTable& table)
    : own_{std::move(own)} {
  for (const auto& [key, tensor] : table.tensors) {
    const auto name = own_.contains(key) ? key : model.timm_name(key);
    const auto [place, is_new] = given_.emplace(name, Given{key, &tensor});
    if (!is_new) twice_.push_back(fmt::format("twice: {}, also as {}", place->second.key, key));
  }
}

const StoredTensor* WeightMatch::find(const std::string& name) const {
  const auto found = given_.find(name);
  return found == given_.end() ? nullptr : found->second.tensor;
}

std::vector<std::string> WeightMatch::leave_out_head(const std::string& classifier) {
  Lines left_out;
  std::erase_if(own_, [&](const auto& item) {
    const auto& [name, tensor] = item;
    const auto* found = find(name);
    const auto other_head = name.starts_with(classifier + ".") && found != nullptr &&
                            differ_in_classes_only(found->shape, tensor.sizes());
    if (other_head) left_out.push_back(name);
    return other_head;
  });
  for (const auto& name : left_out) given_.erase(name);
  return left_out;
}

void WeightMatch::leave_out_absent_counts() {
  std::erase_if(own_,
                [this](const auto& item) { return is_count(item.first) && find(item.first) == nullptr; });
}

std::string WeightMatch::misfits() const {
  Lines unexpected_lines, missing_lines;
  const auto absent = missing(), surplus = keys_of(unexpected());
  for (const auto& name : unexpected()) {
    const auto& [key, tensor] = given_.at(name);
    unexpected_lines.push_back(fmt::format("unexpected: {} {}", key, shape_text(tensor->shape)));
    if (unexpected_lines.size() <= kMostLines) unexpected_lines.back() += nearest_hint(name, absent);
  }
  for (const auto& name : absent) {
    missing_lines.push_back(fmt::format("missing: {} {}", name, shape_text(own_.at(name).sizes())));
    if (missing_lines.size() <= kMostLines) missing_lines.back() += nearest_hint(name, surplus);
  }
  return text_of(twice_) + text_of(misshapen()) + text_of(unexpected_lines) + text_of(missing_lines);
}

Lines WeightMatch::misshapen() const {
  Lines lines;
  for (const auto& [name, tensor] : own_) {
    const auto* found = find(name);
    if (found == nullptr) continue;
    if (!same_elements(found->shape, tensor.sizes())) {
      lines.push_back(fmt::format("shape: {}: wanted {}, found {}", name, shape_text(tensor.sizes()),
                                  shape_text(found->shape)));
    } else if (!is_count(name) && tensor.is_floating_point() && !is_floating_point(found->type)) {
      lines.push_back(fmt::format("type: {}: wanted floating point, found {}", name, name_of(found->type)));
    }
  }
  return lines;
}

Lines WeightMatch::unexpected() const {
  Lines names;
  for (const auto& [name, item] : given_) {
    if (!own_.contains(name)) names.push_back(name);
  }
  return names;
}

Lines WeightMatch::missing() const {
  Lines names;
  for (const auto& [name, tensor] : own_) {
    if (find(name) == nullptr) names.push_back(name);
  }
  return names;
}

Lines WeightMatch::keys_of(const Lines& names) const {
  Lines keys;
  for (const auto& name : names) keys.push_back(given_.at(name).key);
  return keys;
}

}  // namespace unseen
