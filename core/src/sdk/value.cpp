#include <unseen/value.hpp>

#include <unseen/error.hpp>

namespace unseen {

std::string Source::text() const {
  if (!file) return "";
  return *file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

const Value* Value::find(std::string_view dotted_path) const {
  const Value* at = this;
  while (at != nullptr && !dotted_path.empty()) {
    const auto dot = dotted_path.find('.');
    const auto* table = at->get<Table>();
    if (table == nullptr) return nullptr;
    const auto found = table->find(dotted_path.substr(0, dot));
    at = found == table->end() ? nullptr : &found->second;
    dotted_path = dot == std::string_view::npos ? std::string_view{} : dotted_path.substr(dot + 1);
  }
  return at;
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
  constexpr const char* kNames[] = {"nothing", "a boolean", "an integer", "a number",
                                    "a string", "an array", "a table"};
  return kNames[data_.index()];
}

}  // namespace unseen
