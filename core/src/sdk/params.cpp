#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include <unseen/error.hpp>
#include <unseen/params.hpp>

namespace unseen {

struct Params::State {
  std::string owner;
  Value table;
  Mode mode;
  Value resolved = Value::Table{};
  std::vector<ParamInfo> described;
  std::set<std::string> read;

  const Value* note(const ParamInfo& info);
  const Value* entry(const std::string& name) const;
  [[noreturn]] void fail(const std::string& name, const std::string& wanted, const Value& found) const;
  std::string place(const Value& value) const;
  template <class T>
  T settle(const std::string& name, std::optional<T> fallback, T placeholder);
  template <class T>
  T keep(const std::string& name, T value);
};

namespace {

std::string bounds_text(const Range& range) {
  const auto no_least = std::isinf(range.least);
  const auto no_most = std::isinf(range.most);
  if (no_least && no_most) return "";
  if (no_most) return fmt::format(">= {}", range.least);
  if (no_least) return fmt::format("<= {}", range.most);
  return fmt::format("{} to {}", range.least, range.most);
}

// What is not finite has no place in a resolved configuration.
bool within(double value, const Range& range) {
  return std::isfinite(value) && value >= range.least && value <= range.most;
}

std::string bounded(const std::string& what, const std::string& bounds) {
  return bounds.empty() ? "finite " + what : what + " " + bounds;
}

template <class T>
std::string default_text(const std::optional<T>& fallback) {
  return fallback ? canonical_json(Value{*fallback}) : "required";
}

Value array_of(const std::vector<std::string>& items) { return Value::Array(items.begin(), items.end()); }
Value array_of(const std::vector<double>& items) { return Value::Array(items.begin(), items.end()); }

template <class T>
std::string default_text(const std::optional<std::vector<T>>& fallback) {
  return fallback ? canonical_json(array_of(*fallback)) : "required";
}

std::string shown(const Value& value) {
  const auto* number = value.get<double>();
  const auto text = number != nullptr ? fmt::format("{}", *number) : canonical_json(value);
  return value.type_name() + (text.size() <= 60 ? " (" + text + ")" : "");
}

Value array_of(const Range& interval) { return Value::Array{interval.least, interval.most}; }

std::optional<double> as_number(const Value& value) {
  if (const auto* number = value.get<double>()) return *number;
  if (const auto* integer = value.get<std::int64_t>()) return static_cast<double>(*integer);
  return std::nullopt;
}

/// As written; not yet checked against anything.
std::optional<Range> as_interval(const Value& value, const Range& range) {
  if (const auto most = as_number(value)) return Range{range.least < 0 ? 0 - *most : 0, *most};
  const auto* items = value.get<Value::Array>();
  if (items == nullptr || items->size() != 2) return std::nullopt;
  const auto least = as_number(items->front()), most = as_number(items->back());
  return least && most ? std::optional{Range{*least, *most}} : std::nullopt;
}

}  // namespace

const Value* Params::State::note(const ParamInfo& info) {
  if (read.insert(info.name).second) described.push_back(info);
  return entry(info.name);
}

const Value* Params::State::entry(const std::string& name) const {
  const auto* entries = table.get<Value::Table>();
  if (entries == nullptr) return nullptr;
  const auto found = entries->find(name);
  return found == entries->end() ? nullptr : &found->second;
}

std::string Params::State::place(const Value& value) const {
  const auto own = value.source.text();
  return own.empty() ? (table.source.file ? table.source.text() + ": " : "") : own + ": ";
}

void Params::State::fail(const std::string& name, const std::string& wanted, const Value& found) const {
  throw InputError{fmt::format("{}{}: parameter \"{}\" wants {}, found {}", place(found), owner, name, wanted,
                               shown(found))};
}

template <class T>
T Params::State::settle(const std::string& name, std::optional<T> fallback, T placeholder) {
  if (fallback) return *std::move(fallback);
  if (mode == Mode::describe) return placeholder;
  throw InputError{fmt::format("{}{}: parameter \"{}\" is required", place(table), owner, name)};
}

template <class T>
T Params::State::keep(const std::string& name, T value) {
  auto& entries = *resolved.get<Value::Table>();
  if constexpr (std::is_same_v<T, std::vector<std::string>> || std::is_same_v<T, std::vector<double>> ||
                std::is_same_v<T, Range>) {
    entries.insert_or_assign(name, array_of(value));
  } else {
    entries.insert_or_assign(name, Value{value});
  }
  return value;
}

Params::Params(std::string owner, Value table, Mode mode)
    : state_{
          std::make_shared<State>(State{std::move(owner), std::move(table), mode, Value::Table{}, {}, {}})} {
  if (!state_->table.is_null() && state_->table.get<Value::Table>() == nullptr) {
    throw InputError{fmt::format("{}{}: wants a table, found {}", state_->place(state_->table), state_->owner,
                                 shown(state_->table))};
  }
}

double Params::number(const std::string& name, std::optional<double> fallback, const std::string& description,
                      Range range) const {
  const auto bounds = bounds_text(range);
  const auto* found = state_->note({name, "number", default_text(fallback), bounds, description, {}});
  if (found == nullptr) {
    return state_->keep(name,
                        state_->settle<double>(name, fallback, std::clamp(0.0, range.least, range.most)));
  }
  const auto value = as_number(*found);
  if (!value) state_->fail(name, "a number", *found);
  if (!within(*value, range)) state_->fail(name, "a " + bounded("number", bounds), *found);
  return state_->keep(name, *value);
}

std::int64_t Params::integer(const std::string& name, std::optional<std::int64_t> fallback,
                             const std::string& description, Range range) const {
  const auto bounds = bounds_text(range);
  const auto* found = state_->note({name, "integer", default_text(fallback), bounds, description, {}});
  if (found == nullptr) {
    const auto least = static_cast<std::int64_t>(std::ceil(std::clamp(0.0, range.least, range.most)));
    return state_->keep(name, state_->settle<std::int64_t>(name, fallback, least));
  }
  const auto* value = found->get<std::int64_t>();
  if (value == nullptr) state_->fail(name, "an integer", *found);
  if (!within(static_cast<double>(*value), range)) state_->fail(name, "an integer " + bounds, *found);
  return state_->keep(name, *value);
}

bool Params::flag(const std::string& name, std::optional<bool> fallback,
                  const std::string& description) const {
  const auto* found = state_->note({name, "boolean", default_text(fallback), "", description, {}});
  if (found == nullptr) return state_->keep(name, state_->settle<bool>(name, fallback, false));
  const auto* value = found->get<bool>();
  if (value == nullptr) state_->fail(name, "true or false", *found);
  return state_->keep(name, *value);
}

std::string Params::text(const std::string& name, std::optional<std::string> fallback,
                         const std::string& description, const std::vector<std::string>& choices) const {
  const auto listed = fmt::format("{}", fmt::join(choices, " | "));
  const auto* found = state_->note({name, "string", default_text(fallback), listed, description, choices});
  if (found == nullptr) {
    const auto placeholder = choices.empty() ? std::string{} : choices.front();
    return state_->keep(name, state_->settle<std::string>(name, std::move(fallback), placeholder));
  }
  const auto* value = found->get<std::string>();
  if (value == nullptr) state_->fail(name, "a string in quotes", *found);
  if (!choices.empty() && std::find(choices.begin(), choices.end(), *value) == choices.end()) {
    state_->fail(name, "one of " + listed, *found);
  }
  return state_->keep(name, *value);
}

std::vector<std::string> Params::texts(const std::string& name,
                                       std::optional<std::vector<std::string>> fallback,
                                       const std::string& description,
                                       const std::vector<std::string>& choices) const {
  const auto listed = fmt::format("{}", fmt::join(choices, " | "));
  const auto* found = state_->note({name, "strings", default_text(fallback), listed, description, choices});
  if (found == nullptr)
    return state_->keep(name, state_->settle<std::vector<std::string>>(name, std::move(fallback), {}));
  const auto* array = found->get<Value::Array>();
  if (array == nullptr) state_->fail(name, "an array of strings", *found);
  std::vector<std::string> values;
  for (const auto& item : *array) {
    const auto* value = item.get<std::string>();
    if (value == nullptr) state_->fail(name, "an array of strings", item);
    if (!choices.empty() && std::find(choices.begin(), choices.end(), *value) == choices.end()) {
      state_->fail(name, "only " + listed, item);
    }
    values.push_back(*value);
  }
  return state_->keep(name, values);
}

std::vector<double> Params::numbers(const std::string& name, std::optional<std::vector<double>> fallback,
                                    const std::string& description, Range range) const {
  const auto bounds = bounds_text(range);
  const auto* found = state_->note({name, "numbers", default_text(fallback), bounds, description, {}});
  if (found == nullptr)
    return state_->keep(name, state_->settle<std::vector<double>>(name, std::move(fallback), {}));
  const auto* array = found->get<Value::Array>();
  if (array == nullptr) state_->fail(name, "an array of numbers", *found);
  std::vector<double> values;
  for (const auto& item : *array) {
    const auto value = as_number(item);
    if (!value) state_->fail(name, "an array of numbers", item);
    if (!within(*value, range)) state_->fail(name, bounded("numbers", bounds), item);
    values.push_back(*value);
  }
  return state_->keep(name, values);
}

Range Params::interval(const std::string& name, std::optional<Range> fallback, const std::string& description,
                       Range range) const {
  const auto bounds = bounds_text(range);
  const auto shown_default = fallback ? canonical_json(array_of(*fallback)) : "required";
  const auto* found = state_->note({name, "interval", shown_default, bounds, description, {}});
  if (found == nullptr) return state_->keep(name, state_->settle<Range>(name, fallback, {0, 0}));
  const auto value = as_interval(*found, range);
  if (!value || value->least > value->most || !within(value->least, range) || !within(value->most, range)) {
    state_->fail(name, bounded("numbers", bounds) + " in order, [least, most]", *found);
  }
  return state_->keep(name, *value);
}

Value Params::value(const std::string& name, const std::string& description) const {
  const auto* found = state_->note({name, "value", "", "", description, {}});
  if (found == nullptr) return {};
  state_->resolved.get<Value::Table>()->insert_or_assign(name, *found);
  return *found;
}

bool Params::has(const std::string& name) const { return state_->entry(name) != nullptr; }

std::string Params::where(const std::string& name) const {
  const auto* found = state_->entry(name);
  return fmt::format("{}{}.{}", state_->place(found == nullptr ? state_->table : *found), state_->owner,
                     name);
}

void Params::refuse_unread() const {
  const auto* entries = state_->table.get<Value::Table>();
  if (entries == nullptr) return;
  for (const auto& [name, value] : *entries) {
    if (state_->read.contains(name)) continue;
    throw InputError{fmt::format("{}{}: unknown parameter \"{}\"{}", state_->place(value), state_->owner,
                                 name, name_hint(name, {state_->read.begin(), state_->read.end()}))};
  }
}

const Value& Params::resolved() const { return state_->resolved; }
const std::vector<ParamInfo>& Params::described() const { return state_->described; }
Params::Mode Params::mode() const { return state_->mode; }

}  // namespace unseen
