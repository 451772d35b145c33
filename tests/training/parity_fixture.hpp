#pragma once

#include <fstream>
#include <nlohmann/json.hpp>

#include <unseen/backbone.hpp>

#include "support/hash_fill.hpp"
#include "training/weights.hpp"

namespace unseen::test {

inline nlohmann::json parity_fixture() {
  std::ifstream file{UNSEEN_FIXTURES "/parity.json"};
  return nlohmann::json::parse(file);
}

/// Every tensor of a state dict by the rule of the golden numbers, in `type`.
inline void fill(Backbone& model, torch::ScalarType type) {
  model.to(type);
  for (auto& [name, tensor] : state_dict(model)) hash_fill(name, tensor);
}

}  // namespace unseen::test
