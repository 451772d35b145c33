#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <unordered_set>
#include <vector>

#include <unseen/error.hpp>

namespace datasets {

/// Throws at a key that stands twice in one object: the parser would keep one of the two records and lose the
/// other in silence. (The parser's own callback would cost it a walk over each list at each of its ends.)
class DuplicateKeys : public nlohmann::json_sax<nlohmann::json> {
 public:
  struct Found {
    std::string key;
  };

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool start_object(std::size_t) override {
    open_.emplace_back();
    return true;
  }
  bool end_object() override {
    open_.pop_back();
    return true;
  }
  bool key(string_t& key) override {
    if (!open_.back().insert(key).second) throw Found{key};
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;  // told by the parse that follows
  }

 private:
  std::vector<std::unordered_set<std::string>> open_;  // the keys so far of each object that is being read
};

/// The JSON of a list. InputError, with `remedy` at its end, where it cannot be read, is no JSON, or has a
/// key twice in one object.
inline nlohmann::json read_json(const std::filesystem::path& file, const std::string& remedy) {
  std::ifstream text{file};
  if (!text) throw unseen::InputError{file.string() + ": cannot be opened; " + remedy};
  try {
    DuplicateKeys duplicates;
    nlohmann::json::sax_parse(text, &duplicates);
    text.clear();
    text.seekg(0);
    return nlohmann::json::parse(text);
  } catch (const DuplicateKeys::Found& found) {
    throw unseen::InputError{file.string() + ": \"" + found.key + "\" is listed a second time; " + remedy};
  } catch (const nlohmann::json::exception& error) {
    throw unseen::InputError{file.string() + ": wanted JSON, found " + error.what() + "; " + remedy};
  }
}

/// A text member of a record; "" where it has none.
inline std::string text_of(const nlohmann::json& record, const char* key) {
  const auto found = record.find(key);
  return found != record.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace datasets
