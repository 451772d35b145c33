#include "assignment.hpp"

#include <fmt/format.h>

#include "experiment/failure.hpp"

namespace unseen {
namespace {

constexpr std::string_view kPluginKey = ".plugin";

void flatten(const std::string& path, const Value& value, std::vector<Assignment>& out) {
  const auto* table = value.get<Value::Table>();
  if (table == nullptr) return out.push_back({path, value});
  for (const auto& [key, item] : *table) flatten(path.empty() ? key : path + "." + key, item, out);
}

void check_path(const Assignment& assignment) {
  const auto padded = "." + assignment.path + ".";
  if (padded.find("..") == std::string::npos) return;
  fail_at(assignment.value.source,
          fmt::format("\"{}\" is no dotted path such as \"train.epochs\"", assignment.path));
}

Value& step_into(Value& at, const std::string& key, const Assignment& assignment) {
  if (at.is_null()) {
    at = Value::Table{};
    at.source = assignment.value.source;
  }
  auto* table = at.get<Value::Table>();
  if (table != nullptr) return (*table)[key];
  const auto* remedy =
      at.get<Value::Array>() == nullptr ? "" : "; a path cannot lead into an array: set the whole array";
  fail_at(assignment.value.source, fmt::format("\"{}\" cannot be set: {} stands before \"{}\"{}",
                                               assignment.path, at.type_name(), key, remedy));
}

void put(const Assignment& assignment, Value& document) {
  auto* at = &document;
  std::string_view rest = assignment.path;
  for (auto dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
    at = &step_into(*at, std::string{rest.substr(0, dot)}, assignment);
    rest = rest.substr(dot + 1);
  }
  step_into(*at, std::string{rest}, assignment) = assignment.value;
}

void replace_plugin(const Assignment& assignment, Value& document) {
  if (!assignment.path.ends_with(kPluginKey)) return;
  const auto table = assignment.path.substr(0, assignment.path.size() - kPluginKey.size());
  const auto* present = document.find(assignment.path);
  if (present == nullptr || *present == assignment.value) return;
  Value fresh = Value::Table{{"plugin", assignment.value}};
  fresh.source = assignment.value.source;
  put({table, fresh}, document);
}

}  // namespace

std::vector<Assignment> flattened(const std::string& path, const Value& value) {
  std::vector<Assignment> leaves;
  flatten(path, value, leaves);
  for (const auto& leaf : leaves) check_path(leaf);
  return leaves;
}

bool overlap(std::string_view left, std::string_view right) {
  const auto& shorter = left.size() < right.size() ? left : right;
  const auto& longer = left.size() < right.size() ? right : left;
  return longer.starts_with(shorter) && (longer.size() == shorter.size() || longer[shorter.size()] == '.');
}

void apply(const std::vector<Assignment>& assignments, Value& document) {
  for (const auto& assignment : assignments) replace_plugin(assignment, document);
  for (const auto& assignment : assignments) put(assignment, document);
}

}  // namespace unseen
