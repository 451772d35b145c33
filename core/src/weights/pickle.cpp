#include "weights/pickle.hpp"

#include <string>

#include <unseen/error.hpp>

#include "weights/pickle_globals.hpp"
#include "weights/pickle_stack.hpp"

namespace unseen {
namespace {

using Kind = PickleValue::Kind;

/// Pickle's stack machine without the parts that import or call.
class Machine {
 public:
  explicit Machine(ByteReader& reader) : reader_{reader}, begin_{reader.position()} {
    for (const auto kind : {Kind::none, Kind::boolean, Kind::boolean, Kind::list}) add({kind, {}, 0, {}, {}});
    pickle_.values[kTrue].integer = 1;
  }

  Pickle run() {
    while (step(reader_.number<std::uint8_t>())) {
    }
    if (stack_.in_group()) throw InputError{"its pickle ends inside a group"};
    pickle_.root = stack_.pop();
    return std::move(pickle_);
  }

 private:
  static constexpr PickleRef kNone = 0, kFalse = 1, kTrue = 2, kEmptyTuple = 3;

  /// False after STOP.
  bool step(std::uint8_t opcode) {
    switch (opcode) {
      case 0x80:
        return protocol(reader_.number<std::uint8_t>());
      case 0x95:
        return reader_.take(8), true;  // FRAME: how much follows
      case '.':
        return false;
      case 'N':
        return push(kNone);
      case 0x88:
        return push(kTrue);
      case 0x89:
        return push(kFalse);
      case ')':
        return push(kEmptyTuple);
      case ']':
        return push_new(Kind::list);
      case '}':
        return push_new(Kind::table);
      case 'K':
        return push_integer(reader_.number<std::uint8_t>());
      case 'M':
        return push_integer(reader_.number<std::uint16_t>());
      case 'J':
        return push_integer(reader_.number<std::int32_t>());
      case 0x8a:
        return push_long(reader_.text(reader_.number<std::uint8_t>()));
      case 'G':
        return reader_.take(8), push_new(Kind::real);  // no real number is a weight
      case 'X':
      case 'T':
        return push_text(reader_.text(reader_.number<std::uint32_t>()));
      case 0x8c:
      case 'U':
        return push_text(reader_.text(reader_.number<std::uint8_t>()));
      case 0x8d:
        return push_text(reader_.text(reader_.number<std::uint64_t>()));
      default:
        return step_on_stack(opcode);
    }
  }

  bool step_on_stack(std::uint8_t opcode) {
    switch (opcode) {
      case '(':
        return stack_.mark(), true;
      case 't':
        return push_tuple(stack_.to_mark());
      case 0x85:
        return push_tuple(stack_.top(1));
      case 0x86:
        return push_tuple(stack_.top(2));
      case 0x87:
        return push_tuple(stack_.top(3));
      case 's':
        return put_into(Kind::table, stack_.top(2));
      case 'u':
        return put_into(Kind::table, stack_.to_mark());
      case 'a':
        return put_into(Kind::list, stack_.top(1));
      case 'e':
        return put_into(Kind::list, stack_.to_mark());
      case 'q':
        return remember(reader_.number<std::uint8_t>());
      case 'r':
        return remember(reader_.number<std::uint32_t>());
      case 0x94:
        return remember(static_cast<std::uint32_t>(memo_.size()));
      case 'h':
        return recall(reader_.number<std::uint8_t>());
      case 'j':
        return recall(reader_.number<std::uint32_t>());
      case 'c':
        return global();
      case 0x93:
        return stack_global();
      case 'Q':
        return storage(stack_.top(1).front());
      case 'R':
        return reduce();
      case 'b':
        return stack_.pop(), stack_.peek(), true;  // attributes of a dict: torch keeps _metadata there
      default:
        throw InputError{"its pickle does what no state dict needs (opcode " + std::to_string(opcode) + ")"};
    }
  }

  bool protocol(int number) {
    if (number < 2 || number > 4) throw InputError{"a pickle of protocol " + std::to_string(number)};
    return true;
  }

  PickleRef add(PickleValue value) {
    if (pickle_.values.size() > (reader_.position() - begin_) / 2 + 16) {
      throw InputError{"its pickle holds more objects than its size allows"};
    }
    pickle_.values.push_back(std::move(value));
    return static_cast<PickleRef>(pickle_.values.size() - 1);
  }

  bool push(PickleRef ref) { return stack_.push(ref), true; }
  bool push_new(Kind kind) { return push(add({kind, {}, 0, {}, {}})); }
  bool push_integer(std::int64_t value) { return push(add({Kind::integer, {}, value, {}, {}})); }
  bool push_text(std::string_view text) { return push(add({Kind::text, {}, 0, text, {}})); }

  bool push_tuple(std::vector<PickleRef> items) {
    return push(add({Kind::list, {}, 0, {}, std::move(items)}));
  }

  /// Two's complement, as short as it can be; torch's magic number of ten bytes is kept as text.
  bool push_long(std::string_view bytes) {
    if (bytes.size() > 8) return push(add({Kind::integer, {}, -1, bytes, {}}));
    const auto negative = !bytes.empty() && (bytes.back() & 0x80) != 0;
    std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
    for (auto i = bytes.size(); i-- > 0;) value = (value << 8) | static_cast<std::uint8_t>(bytes[i]);
    return push_integer(static_cast<std::int64_t>(value));
  }

  bool put_into(Kind kind, const std::vector<PickleRef>& items) {
    auto& target = pickle_.values[stack_.peek()];
    if (target.kind != kind || stack_.peek() == kEmptyTuple ||
        (kind == Kind::table && items.size() % 2 != 0)) {
      throw InputError{"its pickle puts items where none go"};
    }
    target.items.insert(target.items.end(), items.begin(), items.end());
    return true;
  }

  bool remember(std::uint32_t place) { return memo_[place] = stack_.peek(), true; }

  bool recall(std::uint32_t place) {
    const auto found = memo_.find(place);
    if (found == memo_.end()) throw InputError{"its pickle recalls what it has not kept"};
    return push(found->second);
  }

  bool global() {
    const auto module = reader_.line();
    return push_global(module, reader_.line());
  }

  bool stack_global() {
    const auto names = stack_.top(2);
    return push_global(pickle_.at(names[0]).text, pickle_.at(names[1]).text);
  }

  bool push_global(std::string_view module, std::string_view name) {
    auto value = allowed_global(module, name);
    if (!value) {
      throw InputError{
          "it names " + std::string{module.substr(0, 80)} + "." + std::string{name.substr(0, 80)} +
          ", and a weight file may hold nothing but tensors in dicts; save the state dict alone: "
          "torch.save(model.state_dict(), FILE)"};
    }
    return push(add(std::move(*value)));
  }

  const PickleValue& item(const PickleValue& list, std::size_t i, Kind kind) const {
    if (i >= list.items.size() || pickle_.at(list.items[i]).kind != kind) {
      throw InputError{"its pickle makes a tensor or storage of the wrong parts"};
    }
    return pickle_.at(list.items[i]);
  }

  /// ("storage", type, key, location, number of elements), and in old files the view that it is: none.
  bool storage(PickleRef ref) {
    const auto& id = pickle_.at(ref);
    if (id.kind != Kind::list || item(id, 0, Kind::text).text != "storage") {
      throw InputError{"its pickle refers to something outside that is no storage"};
    }
    if (id.items.size() > 5) item(id, 5, Kind::none);
    const auto& type = item(id, 1, Kind::global);
    if (!type.text.ends_with("Storage")) throw InputError{"its pickle has a storage of no type"};
    PickleValue value{
        Kind::storage, type.type, item(id, 4, Kind::integer).integer, item(id, 2, Kind::text).text, {}};
    return push(add(std::move(value)));
  }

  bool reduce() {
    const auto& arguments = pickle_.at(stack_.pop());
    const auto& callable = pickle_.at(stack_.pop());
    if (callable.kind != Kind::global || arguments.kind != Kind::list) {
      throw InputError{"its pickle calls something that is no function"};
    }
    if (callable.text == kOrderedDict) return ordered_dict(arguments);
    if (callable.text == kParameter) {
      item(arguments, 0, Kind::tensor);
      return push(arguments.items[0]);
    }
    if (callable.text != kTensor && callable.text != kTensorV2)
      throw InputError{"its pickle calls a storage type"};
    item(arguments, 0, Kind::storage);
    item(arguments, 1, Kind::integer);
    item(arguments, 2, Kind::list);
    item(arguments, 3, Kind::list);
    return push(add({Kind::tensor, {}, 0, {}, {arguments.items.begin(), arguments.items.begin() + 4}}));
  }

  /// Python 2 hands over the pairs, Python 3 puts them in afterwards.
  bool ordered_dict(const PickleValue& arguments) {
    PickleValue table;
    table.kind = Kind::table;
    if (!arguments.items.empty()) {
      for (const auto pair : item(arguments, 0, Kind::list).items) {
        const auto& items = pickle_.at(pair).items;
        if (items.size() != 2) throw InputError{"its pickle makes a dict of something that is no pairs"};
        table.items.insert(table.items.end(), items.begin(), items.end());
      }
      // One list may be handed over many times.
      handed_over_ += table.items.size();
      if (handed_over_ > reader_.position())
        throw InputError{"its pickle holds more objects than its size allows"};
    }
    return push(add(std::move(table)));
  }

  ByteReader& reader_;
  std::size_t begin_;
  std::size_t handed_over_ = 0;
  Pickle pickle_;
  PickleStack stack_;
  std::unordered_map<std::uint32_t, PickleRef> memo_;
};

}  // namespace

Pickle read_pickle(ByteReader& reader) { return Machine{reader}.run(); }

}  // namespace unseen
