#include "roots.hpp"

#include <fmt/format.h>

#include "experiment/failure.hpp"
#include "experiment/toml_reader.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

fs::path from(const fs::path& folder, const std::string& path) {
  auto joined = (folder / path).lexically_normal();
  return joined.has_filename() ? joined : joined.parent_path();  // "data/" and "data" are one folder
}

std::map<std::string, fs::path> read_roots(const fs::path& file) {
  std::map<std::string, fs::path> roots;
  const auto document = read_toml(file);
  for (const auto& [name, value] : *document.get<Value::Table>()) {
    const auto* folder = value.get<std::string>();
    if (folder == nullptr || folder->empty()) {
      fail_at(value.source, fmt::format("a folder is wanted, {} = \"DIR\", found {}", name,
                                        folder == nullptr ? value.type_name() : "an empty string"));
    }
    roots.emplace(name, from(file.parent_path(), *folder));
  }
  return roots;
}

}  // namespace

Roots::Roots(const fs::path& experiment, std::map<std::string, std::string> overrides)
    : folder_{fs::absolute(experiment).lexically_normal().parent_path()}, overrides_{std::move(overrides)} {}

std::optional<fs::path> Roots::find(const std::string& name) {
  if (const auto given = overrides_.find(name); given != overrides_.end())
    return from(folder_, given->second);
  if (!listed_) {
    const auto file = nearest("roots.toml");
    listed_ = file ? read_roots(*file) : std::map<std::string, fs::path>{};
  }
  const auto listed = listed_->find(name);
  return listed == listed_->end() ? std::nullopt : std::optional{listed->second};
}

fs::path Roots::absolute(const std::string& path, const Source& written) const {
  const auto in_a_file = written.file && written.line > 0;
  return from(in_a_file ? fs::absolute(*written.file).parent_path() : folder_, path);
}

std::optional<fs::path> Roots::nearest(const fs::path& name) const {
  for (auto folder = folder_;; folder = folder.parent_path()) {
    std::error_code ignored;
    if (fs::exists(folder / name, ignored)) return folder / name;
    if (folder == folder.parent_path()) return std::nullopt;
  }
}

}  // namespace unseen
