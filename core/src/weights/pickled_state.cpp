#include "weights/pickled_state.hpp"

#include <string>

#include <unseen/error.hpp>

namespace unseen {
namespace {

using Kind = PickleValue::Kind;

bool holds_tensors(const Pickle& pickle, const PickleValue& value) {
  if (value.kind != Kind::table) return false;
  for (std::size_t i = 1; i < value.items.size(); i += 2) {
    if (pickle.at(value.items[i]).kind == Kind::tensor) return true;
  }
  return false;
}

/// What stands under "state_dict" or "model"; a tensor beside them, such as a best accuracy, is no weight.
const PickleValue& state_dict_of(const Pickle& pickle) {
  const auto& root = pickle.at(pickle.root);
  std::string keys;
  if (root.kind == Kind::table) {
    for (const auto* wanted : {"state_dict", "model"}) {
      for (std::size_t i = 0; i + 1 < root.items.size(); i += 2) {
        const auto& value = pickle.at(root.items[i + 1]);
        if (pickle.at(root.items[i]).text == wanted && holds_tensors(pickle, value)) return value;
      }
    }
    if (holds_tensors(pickle, root)) return root;
    for (std::size_t i = 0; i < root.items.size() && keys.size() < 200; i += 2) {
      keys += " \"" + std::string{pickle.at(root.items[i]).text.substr(0, 40)} + "\"";
    }
  }
  throw InputError{
      "it holds no tensors by name, nor a dict of them under \"state_dict\" or \"model\"; found:" +
      (keys.empty() ? " no dict" : keys)};
}

std::vector<std::int64_t> integers(const Pickle& pickle, const PickleValue& list) {
  std::vector<std::int64_t> numbers;
  for (const auto ref : list.items) {
    const auto& value = pickle.at(ref);
    if (value.kind != Kind::integer || numbers.size() == 64)
      throw InputError{"its shape is no list of numbers"};
    numbers.push_back(value.integer);
  }
  return numbers;
}

}  // namespace

TensorTable pickled_state(const Pickle& pickle, const FindStorage& find) {
  const auto& dict = state_dict_of(pickle);
  TensorTable table;
  for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
    const auto& tensor = pickle.at(dict.items[i + 1]);
    if (tensor.kind != Kind::tensor) continue;
    const auto& key = pickle.at(dict.items[i]);
    if (key.kind != Kind::text) throw InputError{"it holds a tensor under a key that is no text"};
    const std::string name{key.text};
    try {
      const auto& storage = pickle.at(tensor.items[0]);
      table.tensors[name] = stored_tensor(storage.type, find(storage), pickle.at(tensor.items[1]).integer,
                                          integers(pickle, pickle.at(tensor.items[2])),
                                          integers(pickle, pickle.at(tensor.items[3])));
    } catch (const InputError& error) {
      throw InputError{"tensor \"" + name + "\": " + error.what()};
    }
  }
  return table;
}

}  // namespace unseen
