#pragma once

#include <string>

#include <unseen/params.hpp>

#include "experiment/config.hpp"
#include "plugins/catalog.hpp"
#include "sdk/sha256.hpp"

namespace unseen {

/// A plugin's object and its resolved configuration: {"plugin": NAME, every parameter with its value}, and
/// the library's hash where it is a user's own, which changes without the program's knowing.
template <class Interface>
struct Made {
  typename PluginKind<Interface>::Pointer object;
  Value resolved;
};

/// `regularizer "sam"`: how messages call a plugin.
template <class Interface>
std::string owner_text(const std::string& name) {
  std::string folder = PluginKind<Interface>::folder;
  return folder.substr(0, folder.size() - 1) + " \"" + name + "\"";
}

/// Loads a plugin and makes its object. InputError for a key that it does not read.
template <class Interface>
Made<Interface> make(const PluginConfig& config) {
  const auto& plugin = load_plugin<Interface>(config.plugin, config.path);
  const Params params{owner_text<Interface>(config.plugin), config.params};
  auto object = plugin.make(params);
  params.refuse_unread();
  auto resolved = params.resolved();
  resolved.set("plugin", config.plugin);
  const auto library = find_plugin(kind_info<Interface>(), config.plugin, config.path);
  if (!ships_with_program(library)) resolved.set("library_sha256", sha256_file(library));
  return {std::move(object), std::move(resolved)};
}

}  // namespace unseen
