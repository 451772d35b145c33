#include "toml_writer.hpp"

#include <algorithm>

#include <unseen/error.hpp>

namespace unseen {
namespace {

std::string quoted(const std::string& text) {
  std::string out;
  for (const auto c : canonical_json(text)) {
    if (c == '\x7f') out += "\\u007F";  // JSON lets it stand, TOML does not
    if (c != '\x7f') out += c;
  }
  return out;
}

std::string key_text(const std::string& key) {
  const auto bare = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !key.empty() && std::all_of(key.begin(), key.end(), bare) ? key : quoted(key);
}

std::string inline_text(const Value& value);

std::string inline_array(const Value::Array& array) {
  std::string out = "[";
  for (const auto& item : array) out += (out.size() == 1 ? "" : ", ") + inline_text(item);
  return out + "]";
}

std::string inline_table(const Value::Table& table) {
  std::string out = "{";
  for (const auto& [key, item] : table) {
    out += (out.size() == 1 ? " " : ", ") + key_text(key) + " = " + inline_text(item);
  }
  return out + (table.empty() ? "}" : " }");
}

std::string inline_text(const Value& value) {
  if (value.is_null()) throw InputError{"a value that is nothing cannot be written as TOML"};
  if (const auto* text = value.get<std::string>()) return quoted(*text);
  if (const auto* array = value.get<Value::Array>()) return inline_array(*array);
  if (const auto* table = value.get<Value::Table>()) return inline_table(*table);
  return canonical_json(value);  // booleans and numbers read the same in both
}

bool is_array_of_tables(const Value& value) {
  const auto* array = value.get<Value::Array>();
  return array != nullptr && !array->empty() &&
         std::all_of(array->begin(), array->end(),
                     [](const Value& item) { return item.get<Value::Table>() != nullptr; });
}

// Sections only at the top, so that a file looks as people write it; what lies deeper stands in one line.
void write_section(const std::string& header, const Value::Table& table, std::string& out) {
  out += (out.empty() ? "" : "\n") + header + "\n";
  for (const auto& [key, item] : table) out += key_text(key) + " = " + inline_text(item) + "\n";
}

void write_sections(const std::string& key, const Value& value, std::string& out) {
  if (const auto* table = value.get<Value::Table>())
    return write_section("[" + key_text(key) + "]", *table, out);
  for (const auto& item : *value.get<Value::Array>()) {
    write_section("[[" + key_text(key) + "]]", *item.get<Value::Table>(), out);
  }
}

}  // namespace

std::string to_toml(const Value& document) {
  const auto* table = document.get<Value::Table>();
  if (table == nullptr) throw InputError{"a document of TOML is a table, found " + document.type_name()};
  std::string out;
  const auto is_section = [](const Value& value) {
    return value.get<Value::Table>() != nullptr || is_array_of_tables(value);
  };
  for (const auto& [key, item] : *table) {
    if (!is_section(item)) out += key_text(key) + " = " + inline_text(item) + "\n";
  }
  for (const auto& [key, item] : *table) {
    if (is_section(item)) write_sections(key, item, out);
  }
  return out;
}

}  // namespace unseen
