#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include <unseen/error.hpp>
#include <unseen/value.hpp>

namespace unseen {
namespace {

std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string number_text(double value) {
  if (!std::isfinite(value)) throw InputError{fmt::format("{} has no place in JSON", value)};
  auto text = fmt::format("{}", value == 0.0 ? 0.0 : value);  // -0.0 equals 0.0, so their texts must too
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

void write(const Value& value, std::string& out);

void write_array(const Value::Array& array, std::string& out) {
  out += '[';
  for (const auto& item : array) {
    if (out.back() != '[') out += ',';
    write(item, out);
  }
  out += ']';
}

void write_table(const Value::Table& table, std::string& out) {
  out += '{';
  for (const auto& [key, item] : table) {
    if (out.back() != '{') out += ',';
    out += quoted(key) + ':';
    write(item, out);
  }
  out += '}';
}

void write(const Value& value, std::string& out) {
  if (const auto* flag = value.get<bool>()) out += *flag ? "true" : "false";
  if (const auto* integer = value.get<std::int64_t>()) out += std::to_string(*integer);
  if (const auto* number = value.get<double>()) out += number_text(*number);
  if (const auto* text = value.get<std::string>()) out += quoted(*text);
  if (const auto* array = value.get<Value::Array>()) write_array(*array, out);
  if (const auto* table = value.get<Value::Table>()) write_table(*table, out);
  if (value.is_null()) out += "null";
}

std::int64_t integer_of(const nlohmann::json& json) {
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > kMost) {
    throw InputError{fmt::format("not JSON that can be kept: {} is beyond 64 bits with a sign", json.dump())};
  }
  return json.get<std::int64_t>();
}

Value from_json(const nlohmann::json& json) {
  switch (json.type()) {
    case nlohmann::json::value_t::boolean: return json.get<bool>();
    case nlohmann::json::value_t::number_integer:
    case nlohmann::json::value_t::number_unsigned: return integer_of(json);
    case nlohmann::json::value_t::number_float: return json.get<double>();
    case nlohmann::json::value_t::string: return json.get<std::string>();
    case nlohmann::json::value_t::array: {
      Value::Array array;
      for (const auto& item : json) array.push_back(from_json(item));
      return array;
    }
    case nlohmann::json::value_t::object: {
      Value::Table table;
      for (const auto& [key, item] : json.items()) table.emplace(key, from_json(item));
      return table;
    }
    default: return {};
  }
}

// Turning a tree into ours and freeing it recurse: text nested without end would exhaust the stack.
bool refuse_depth(int depth, nlohmann::json::parse_event_t, const nlohmann::json&) {
  constexpr int kDeepest = 500;
  if (depth <= kDeepest) return true;
  throw InputError{fmt::format("not JSON that can be kept: nested over {} deep", kDeepest)};
}

}  // namespace

std::string canonical_json(const Value& value) {
  std::string out;
  write(value, out);
  return out;
}

Value parse_json(std::string_view text) {
  try {
    return from_json(nlohmann::json::parse(text, refuse_depth));
  } catch (const nlohmann::json::exception& error) {
    throw InputError{std::string{"not JSON: "} + error.what()};
  }
}

}  // namespace unseen
