#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace datasets {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The run of digits at `at`, without leading zeros.
inline std::string_view number_at(std::string_view text, std::size_t& at) {
  const auto start = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  auto digits = text.substr(start, at - start);
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return digits;
}

/// 2 before 10: numbers by their value, everything else by its bytes; equal in that sense: by all bytes, so
/// the order is total.
inline bool naturally_before(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const auto m = number_at(a, i);
      const auto n = number_at(b, j);
      if (m.size() != n.size()) return m.size() < n.size();
      if (m != n) return m < n;
    } else {
      if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
      ++i;
      ++j;
    }
  }
  if ((i < a.size()) != (j < b.size())) return j < b.size();
  return a < b;
}

/// The same, for sorted containers and algorithms, of texts and of paths.
struct NaturalOrder {
  bool operator()(const std::string& a, const std::string& b) const { return naturally_before(a, b); }
  bool operator()(const std::filesystem::path& a, const std::filesystem::path& b) const {
    return naturally_before(a.native(), b.native());
  }
};

}  // namespace datasets
