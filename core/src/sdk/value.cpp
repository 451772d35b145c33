#include <unseen/value.hpp>

#include <unseen/error.hpp>

namespace unseen {

std::string Source::text() const {
  if (!file) return "";
  if (line == 0) return *file;  // no file of the user's but its stand-in, such as a command-line argument
  return *file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

const Value* Value::find(std::string_view dotted_path) const {
  const Value* at = this;
  if (dotted_path.empty()) return at;
  for (auto rest = dotted_path;;) {
    const auto* table = at->get<Table>();
    if (table == nullptr) return nullptr;
    const auto dot = rest.find('.');
    const auto found = table->find(rest.substr(0, dot));
    if (found == table->end()) return nullptr;
    at = &found->second;
    if (dot == std::string_view::npos) return at;
    rest = rest.substr(dot + 1);
  }
}

void Value::set(std::string_view dotted_path, Value value) {
  Value* at = this;
  for (auto rest = dotted_path;;) {
    if (at->is_null()) at->data_ = Table{};
    auto* table = at->get<Table>();
    if (table == nullptr) {
      throw InputError{std::string{dotted_path} + ": cannot be set, " + at->type_name() + " is in the way"};
    }
    const auto dot = rest.find('.');
    at = &(*table)[std::string{rest.substr(0, dot)}];
    if (dot == std::string_view::npos) break;
    rest = rest.substr(dot + 1);
  }
  *at = std::move(value);
}

std::string Value::type_name() const {
  constexpr const char* kNames[] = {"nothing",  "a boolean", "an integer", "a number",
                                    "a string", "an array",  "a table"};
  return kNames[data_.index()];
}

}  // namespace unseen
