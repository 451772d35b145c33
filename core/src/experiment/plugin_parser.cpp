#include "plugin_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include <unseen/params.hpp>

#include "experiment/failure.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

bool is_plain_name(const std::string& name) {
  const auto plain = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), plain);
}

fs::path parse_path(const Params& params, const Value& table, const std::string& key,
                    const std::string& description, const Roots& roots) {
  const auto text = params.text(key, "", description);
  return text.empty() ? fs::path{} : roots.absolute(text, table.find(key)->source);
}

Value without(Value table, std::initializer_list<const char*> keys) {
  if (auto* entries = table.get<Value::Table>()) {
    for (const auto* key : keys) entries->erase(key);
  }
  return table;
}

// A plugin's table; `core` are the keys of it that its plugin never sees.
PluginConfig parse(const Params& params, const Value& table, const Roots& roots,
                   std::initializer_list<const char*> core) {
  PluginConfig config;
  config.plugin = params.text("plugin", std::nullopt, "name of the plugin");
  if (!is_plain_name(config.plugin)) {
    throw InputError{
        fmt::format("{}: \"{}\" is no plugin's name; one has letters, digits, _ and -, a file goes to path",
                    params.where("plugin"), config.plugin)};
  }
  config.path =
      parse_path(params, table, "path", "the plugin's library, where it is not to be searched for", roots);
  config.params = without(without(table, {"plugin", "path"}), core);
  config.source = table.source;
  return config;
}

std::string root_name(const Params& params, const std::string& root) {
  const auto name = root.substr(1);
  if (is_plain_name(name)) return name;
  throw InputError{
      fmt::format("{}: \"{}\" is no root's name; wanted \"@NAME\" as roots.toml has it, or a folder",
                  params.where("root"), root)};
}

}  // namespace

PluginConfig parse_plugin(const std::string& owner, const Value& table, const Roots& roots) {
  return parse(Params{owner, table}, table, roots, {});
}

std::vector<PluginConfig> parse_plugins(const std::string& owner, const Value& array, const Roots& roots) {
  if (array.is_null()) return {};
  const auto* items = array.get<Value::Array>();
  if (items == nullptr) {
    fail_at(array.source, fmt::format("{} wants an array of tables, [{{ plugin = \"...\" }}], found {}",
                                      owner, array.type_name()));
  }
  std::vector<PluginConfig> plugins;
  for (const auto& item : *items) plugins.push_back(parse_plugin(owner, item, roots));
  return plugins;
}

BackboneConfig parse_backbone(const std::string& owner, const Value& table, const Roots& roots) {
  const Params params{owner, table};
  auto weights = parse_path(params, table, "weights", "a state dict, .safetensors or .pth", roots);
  return {parse(params, table, roots, {"weights"}), std::move(weights)};
}

DatasetConfig parse_dataset(const std::string& owner, const Value& table, const std::string& split,
                            Roots& roots) {
  const Params params{owner, table};
  DatasetConfig config;
  config.plugin = parse(params, table, roots, {"root", "split", "require_complete"});
  config.split = params.text("split", split, "which part of the data set");
  config.require_complete =
      params.flag("require_complete", false, "refuse to go on where a listed file is absent");
  const auto root = params.text("root", "", "where the data set lies: a folder, or @NAME of roots.toml");
  if (!root.starts_with('@')) {
    if (!root.empty()) config.root = roots.absolute(root, table.find("root")->source);
    return config;
  }
  config.root_name = root_name(params, root);
  config.root = roots.find(config.root_name).value_or(fs::path{});
  return config;
}

}  // namespace unseen
