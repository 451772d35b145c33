#include "toml_reader.hpp"

#include <fmt/format.h>

// toml++ asserts, before it reports them, on some slips of a file's writer ("[[[a"): a debug build would
// abort.
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/toml.h>

#include <cmath>
#include <fstream>
#include <iterator>

#include "experiment/failure.hpp"
#include "experiment/toml_text.hpp"

namespace unseen {
namespace {

constexpr int kDeepest = 64;

class Reader {
 public:
  explicit Reader(Source whole) : whole_{std::move(whole)} {}

  Value table(const toml::table& table, const Source& source, int depth) const {
    if (depth > kDeepest) fail_at(source, fmt::format("tables are nested over {} deep", kDeepest));
    Value::Table entries;
    for (const auto& [key, node] : table) {
      entries.emplace(key.str(), value(node, place(key.source(), node), depth + 1));
    }
    return placed(std::move(entries), source);
  }

 private:
  Value value(const toml::node& node, const Source& source, int depth) const {
    if (const auto* inner = node.as_table()) return table(*inner, source, depth);
    if (const auto* items = node.as_array()) return array(*items, source, depth);
    if (const auto* text = node.as_string()) return placed(text->get(), source);
    if (const auto* flag = node.as_boolean()) return placed(flag->get(), source);
    if (const auto* integer = node.as_integer()) return placed(std::int64_t{integer->get()}, source);
    if (const auto* number = node.as_floating_point()) return placed(finite(number->get(), source), source);
    fail_at(source, "dates and times have no use here; write it as a string, in quotes");
  }

  Value array(const toml::array& array, const Source& source, int depth) const {
    Value::Array items;
    for (const auto& node : array) items.push_back(value(node, place(node.source(), node), depth + 1));
    return placed(std::move(items), source);
  }

  static double finite(double number, const Source& source) {
    if (!std::isfinite(number)) fail_at(source, fmt::format("a finite number is wanted, found {}", number));
    return number;
  }

  Source place(const toml::source_region& region, const toml::node& node) const {
    if (whole_.line == 0) return whole_;
    const auto at = region.begin ? region.begin : node.source().begin;
    return {whole_.file, static_cast<int>(at.line), static_cast<int>(at.column)};
  }

  static Value placed(Value value, const Source& source) {
    value.source = source;
    return value;
  }

  Source whole_;
};

toml::table parse(const std::string& text, const std::string& name) {
  check_toml_text(text, name);
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    throw InputError{fmt::format("{}:{}:{}: not TOML: {}", name, at.line, at.column, error.description())};
  }
}

}  // namespace

Value parse_toml(const std::string& text, const std::string& name) {
  const Source whole{std::make_shared<const std::string>(name), 1, 1};
  return Reader{whole}.table(parse(text, name), whole, 0);
}

Value read_toml(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  std::error_code ignored;
  if (!stream || std::filesystem::is_directory(file, ignored)) {
    throw InputError{file.string() + ": cannot be read; is the path right?"};
  }
  const std::string text{std::istreambuf_iterator<char>{stream}, {}};
  return parse_toml(text, file.string());
}

std::optional<Value> parse_toml_value(const std::string& text, const Source& source) {
  try {
    const auto table = Reader{source}.table(parse("value = " + text, "value"), source, 0);
    const auto* entries = table.get<Value::Table>();
    if (entries->size() != 1) return std::nullopt;
    return entries->at("value");
  } catch (const InputError&) {
    return std::nullopt;
  }
}

}  // namespace unseen
