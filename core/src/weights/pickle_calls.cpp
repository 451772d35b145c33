#include "weights/pickle_calls.hpp"

#include <unseen/error.hpp>

#include "weights/pickle_globals.hpp"

namespace unseen {
namespace {

using Kind = PickleValue::Kind;

const PickleValue& item(const Pickle& pickle, const PickleValue& list, std::size_t i, Kind kind) {
  if (i >= list.items.size() || pickle.at(list.items[i]).kind != kind) {
    throw InputError{"its pickle makes a tensor or storage of the wrong parts"};
  }
  return pickle.at(list.items[i]);
}

/// Python 2 hands over the pairs, Python 3 puts them in afterwards.
PickleValue ordered_dict(const Pickle& pickle, const PickleValue& arguments) {
  PickleValue table{Kind::table, {}, 0, {}, {}};
  if (arguments.items.empty()) return table;
  for (const auto pair : item(pickle, arguments, 0, Kind::list).items) {
    const auto& items = pickle.at(pair).items;
    if (items.size() != 2) throw InputError{"its pickle makes a dict of something that is no pairs"};
    table.items.insert(table.items.end(), items.begin(), items.end());
  }
  return table;
}

PickleValue tensor(const Pickle& pickle, const PickleValue& arguments) {
  item(pickle, arguments, 0, Kind::storage);
  item(pickle, arguments, 1, Kind::integer);
  item(pickle, arguments, 2, Kind::list);
  item(pickle, arguments, 3, Kind::list);
  return {Kind::tensor, {}, 0, {}, {arguments.items.begin(), arguments.items.begin() + 4}};
}

}  // namespace

PickleValue referred_storage(const Pickle& pickle, const PickleValue& id) {
  if (id.kind != Kind::list || item(pickle, id, 0, Kind::text).text != "storage") {
    throw InputError{"its pickle refers to something outside that is no storage"};
  }
  if (id.items.size() > 5) item(pickle, id, 5, Kind::none);
  const auto& type = item(pickle, id, 1, Kind::global);
  if (!type.text.ends_with("Storage")) throw InputError{"its pickle has a storage of no type"};
  return {Kind::storage,
          type.type,
          item(pickle, id, 4, Kind::integer).integer,
          item(pickle, id, 2, Kind::text).text,
          {}};
}

PickleValue call_result(const Pickle& pickle, const PickleValue& callable, const PickleValue& arguments) {
  if (callable.kind != Kind::global || arguments.kind != Kind::list) {
    throw InputError{"its pickle calls something that is no function"};
  }
  if (callable.text == kOrderedDict) return ordered_dict(pickle, arguments);
  if (callable.text == kParameter) return item(pickle, arguments, 0, Kind::tensor);
  if (callable.text == kTensor || callable.text == kTensorV2) return tensor(pickle, arguments);
  throw InputError{"its pickle calls a storage type"};
}

}  // namespace unseen
