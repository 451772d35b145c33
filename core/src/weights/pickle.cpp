#include "weights/pickle.hpp"

#include <algorithm>
#include <string>

#include <unseen/error.hpp>

#include "weights/pickle_calls.hpp"
#include "weights/pickle_globals.hpp"
#include "weights/pickle_opcode.hpp"
#include "weights/pickle_stack.hpp"

namespace unseen {
namespace {

using Kind = PickleValue::Kind;

/// A state dict of a thousand tensors has thirty thousand.
constexpr std::size_t kMostValues = 2'000'000;

/// Pickle's stack machine without the parts that import or call. Each instruction answers whether to go on.
class Machine {
 public:
  explicit Machine(ByteReader& reader) : reader_{reader}, begin_{reader.position()} {
    for (const auto kind : {Kind::none, Kind::boolean, Kind::boolean, Kind::list}) add({kind, {}, 0, {}, {}});
    pickle_.values[kTrue].integer = 1;
  }

  Pickle run() {
    while (step(PickleOpcode{reader_.number<std::uint8_t>()})) {
    }
    if (stack_.in_group()) throw InputError{"its pickle ends inside a group"};
    pickle_.root = stack_.pop();
    return std::move(pickle_);
  }

 private:
  static constexpr PickleRef kNone = 0, kFalse = 1, kTrue = 2, kEmptyTuple = 3;

  /// False after STOP.
  bool step(PickleOpcode opcode) {
    using enum PickleOpcode;
    switch (opcode) {
      case stop: return false;
      case proto: return protocol(reader_.number<std::uint8_t>());
      case frame: return reader_.take(8), true;  // how much follows
      case mark: return stack_.mark(), true;
      case build:
        return stack_.pop(), stack_.peek(), true;  // a dict's attributes: torch keeps _metadata there
      case global: return global_of_lines();
      case stack_global: return global_of_stack();
      case binpersid: return push(add(referred_storage(pickle_, pickle_.at(stack_.top(1).front()))));
      case reduce: return call();
      default: return push_constant(opcode);
    }
  }

  bool push_constant(PickleOpcode opcode) {
    using enum PickleOpcode;
    switch (opcode) {
      case none: return push(kNone);
      case newtrue: return push(kTrue);
      case newfalse: return push(kFalse);
      case empty_tuple: return push(kEmptyTuple);
      case empty_list: return push_new(Kind::list);
      case empty_dict: return push_new(Kind::table);
      case binint1: return push_integer(reader_.number<std::uint8_t>());
      case binint2: return push_integer(reader_.number<std::uint16_t>());
      case binint: return push_integer(reader_.number<std::int32_t>());
      case long1: return push_long(reader_.text(reader_.number<std::uint8_t>()));
      case binfloat: return reader_.take(8), push_new(Kind::real);  // no real number is a weight
      case binunicode:
      case binstring: return push_text(reader_.text(reader_.number<std::uint32_t>()));
      case short_binunicode:
      case short_binstring: return push_text(reader_.text(reader_.number<std::uint8_t>()));
      case binunicode8: return push_text(reader_.text(reader_.number<std::uint64_t>()));
      default: return gather(opcode);
    }
  }

  bool gather(PickleOpcode opcode) {
    using enum PickleOpcode;
    switch (opcode) {
      case tuple: return push_tuple(stack_.to_mark());
      case tuple1: return push_tuple(stack_.top(1));
      case tuple2: return push_tuple(stack_.top(2));
      case tuple3: return push_tuple(stack_.top(3));
      case setitem: return put_into(Kind::table, stack_.top(2));
      case setitems: return put_into(Kind::table, stack_.to_mark());
      case append: return put_into(Kind::list, stack_.top(1));
      case appends: return put_into(Kind::list, stack_.to_mark());
      case binput: return remember(reader_.number<std::uint8_t>());
      case long_binput: return remember(reader_.number<std::uint32_t>());
      case memoize: return remember(static_cast<std::uint32_t>(memo_.size()));
      case binget: return recall(reader_.number<std::uint8_t>());
      case long_binget: return recall(reader_.number<std::uint32_t>());
      default:
        throw InputError{"its pickle does what no state dict needs (opcode " +
                         std::to_string(static_cast<int>(opcode)) + ")"};
    }
  }

  bool protocol(int number) {
    if (number < 2 || number > 4) throw InputError{"a pickle of protocol " + std::to_string(number)};
    return true;
  }

  PickleRef add(PickleValue value) {
    const auto allowed = std::min((reader_.position() - begin_) / 2 + 16, kMostValues);
    if (pickle_.values.size() > allowed) {
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

  bool remember(std::uint32_t place) {
    if (memo_.size() > kMostValues) throw InputError{"its pickle holds more objects than its size allows"};
    return memo_[place] = stack_.peek(), true;
  }

  bool recall(std::uint32_t place) {
    const auto found = memo_.find(place);
    if (found == memo_.end()) throw InputError{"its pickle recalls what it has not kept"};
    return push(found->second);
  }

  bool global_of_lines() {
    const auto module = reader_.line();
    return push_global(module, reader_.line());
  }

  bool global_of_stack() {
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

  bool call() {
    const auto& arguments = pickle_.at(stack_.pop());
    auto result = call_result(pickle_, pickle_.at(stack_.pop()), arguments);
    // One list of pairs may be handed over many times.
    if (result.kind == Kind::table) handed_over_ += result.items.size();
    if (handed_over_ > reader_.position()) {
      throw InputError{"its pickle holds more objects than its size allows"};
    }
    return push(add(std::move(result)));
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
