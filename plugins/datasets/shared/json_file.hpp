#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <unseen/error.hpp>

namespace datasets {

/// The JSON of a list. InputError, with `remedy` at its end, where it cannot be read, is no JSON, or has a
/// key twice in one object: the parser would keep one of the two records and lose the other in silence.
inline nlohmann::json read_json(const std::filesystem::path& file, const std::string& remedy) {
  using Event = nlohmann::json::parse_event_t;
  std::ifstream text{file};
  if (!text) throw unseen::InputError{file.string() + ": cannot be opened; " + remedy};
  std::vector<std::set<std::string>> open;  // the keys so far of each object that is being read
  const auto watch = [&](int, Event event, const nlohmann::json& parsed) {
    if (event == Event::object_start) open.emplace_back();
    if (event == Event::object_end) open.pop_back();
    if (event == Event::key && !open.back().insert(parsed.get<std::string>()).second) {
      throw unseen::InputError{file.string() + ": \"" + parsed.get<std::string>() +
                               "\" is listed a second time; " + remedy};
    }
    return true;
  };
  try {
    return nlohmann::json::parse(text, watch);
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
