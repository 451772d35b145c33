#include <unseen/backbone.hpp>
#include <unseen/error.hpp>

#include <algorithm>

namespace unseen {

Backbone::Backbone() = default;
Backbone::~Backbone() = default;

void Backbone::add_segment(std::string name, Segment segment) {
  names_.push_back(std::move(name));
  chain_.push_back(std::move(segment));
}

void Backbone::add_alias(const std::string& foreign, const std::string& own) { aliases_[foreign] = own; }

std::string Backbone::timm_name(const std::string& key) const {
  auto end = key.size();
  while (end != std::string::npos && end > 0) {
    const auto found = aliases_.find(key.substr(0, end));
    if (found != aliases_.end()) return found->second + key.substr(end);
    end = key.rfind('.', end - 1);
  }
  return key;
}

std::size_t Backbone::segment_index(const std::string& name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) {
    throw InputError{"the backbone has no segment \"" + name + "\"" + name_hint(name, names_)};
  }
  return static_cast<std::size_t>(found - names_.begin());
}

torch::Tensor Backbone::forward(const torch::Tensor& images) { return forward(images, 0, chain_.size()); }

torch::Tensor Backbone::forward(const torch::Tensor& x, std::size_t from, std::size_t to) {
  auto y = x;
  for (auto i = from; i < to; ++i) y = chain_.at(i)(y);
  return y;
}

}  // namespace unseen
