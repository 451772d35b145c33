#include "extends.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "experiment/failure.hpp"
#include "experiment/toml_reader.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

bool names_another_plugin(const Value& over, const Value& base) {
  const auto* wanted = over.find("plugin");
  const auto* present = base.find("plugin");
  return wanted != nullptr && present != nullptr && !(*wanted == *present);
}

Value merged(Value base, const Value& over) {
  auto* into = base.get<Value::Table>();
  const auto* from = over.get<Value::Table>();
  if (into == nullptr || from == nullptr || names_another_plugin(over, base)) return over;
  for (const auto& [key, value] : *from) {
    auto& entry = (*into)[key];
    entry = merged(std::move(entry), value);
  }
  base.source = over.source;
  return base;
}

fs::path base_of(const fs::path& file, const Value& extends) {
  const auto* text = extends.get<std::string>();
  if (text == nullptr)
    fail_at(extends.source, "extends wants a file's path as a string, found " + extends.type_name());
  const auto base = (file.parent_path() / *text).lexically_normal();
  if (!fs::exists(base)) {
    fail_at(extends.source,
            fmt::format("extends = \"{}\": there is no {}; the path counts from the file that names it",
                        *text, fs::absolute(base).string()));
  }
  return base;
}

Value read_chain(const fs::path& file, std::vector<fs::path>& seen) {
  auto document = read_toml(file);
  auto& entries = *document.get<Value::Table>();
  const auto found = entries.find("extends");
  if (found == entries.end()) return document;
  const auto extends = found->second;
  entries.erase(found);
  seen.push_back(fs::weakly_canonical(file));
  const auto base = base_of(file, extends);
  if (std::find(seen.begin(), seen.end(), fs::weakly_canonical(base)) != seen.end()) {
    fail_at(extends.source, fmt::format("extends = \"{}\" closes a circle: {} inherits from itself",
                                        *extends.get<std::string>(), base.string()));
  }
  return merged(read_chain(base, seen), document);
}

}  // namespace

Value read_extended(const fs::path& file) {
  std::vector<fs::path> seen;
  return read_chain(file, seen);
}

}  // namespace unseen
