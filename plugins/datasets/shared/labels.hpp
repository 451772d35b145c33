#pragma once

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>

namespace datasets {

inline std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

/// real or 0: 0, fake or 1: 1, in any case; nothing else is a label.
inline std::optional<int> label_of(const std::string& word) {
  const auto text = lower(word);
  if (text == "real" || text == "0") return 0;
  if (text == "fake" || text == "1") return 1;
  return std::nullopt;
}

}  // namespace datasets
