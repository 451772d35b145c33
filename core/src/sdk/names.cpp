#include <algorithm>
#include <numeric>

#include <unseen/params.hpp>

namespace unseen {
namespace {

std::size_t edit_distance(const std::string& left, const std::string& right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const auto replaced = diagonal + (left[i - 1] != right[j - 1]);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest_name(const std::string& name, const std::vector<std::string>& known) {
  std::string nearest;
  auto least = std::max<std::size_t>(2, name.size() / 3) + 1;  // further away is no spelling mistake
  for (const auto& candidate : known) {
    const auto distance = edit_distance(name, candidate);
    if (distance < least && distance < std::max(name.size(), candidate.size())) {  // something must be common
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string name_hint(const std::string& name, const std::vector<std::string>& known) {
  if (const auto nearest = nearest_name(name, known); !nearest.empty()) {
    return "; did you mean \"" + nearest + "\"?";
  }
  std::string hint = "; known:";
  for (const auto& candidate : known) hint += (hint.back() == ':' ? " " : ", ") + candidate;
  return known.empty() ? "; none is known" : hint;
}

}  // namespace unseen
