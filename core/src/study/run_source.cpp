#include "study/run_source.hpp"

#include <fmt/format.h>

namespace unseen {
namespace {

constexpr std::size_t kShort = 12;

std::string part(const char* name, const std::string& value) {
  return value.empty() ? "" : fmt::format(", {} {}", name, value.substr(0, kShort));
}

}  // namespace

std::vector<std::string> run_ids(const std::vector<RunSource>& sources) {
  std::vector<std::string> ids;
  for (const auto& source : sources) ids.push_back(source.run_id);
  return ids;
}

std::string source_text(const RunSource& source) {
  return fmt::format("{} (seed {}{}{})", source.run_id, source.seed, part("commit", source.build),
                     part("data", source.data));
}

}  // namespace unseen
