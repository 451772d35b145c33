#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <unseen/error.hpp>
#include <unseen/plugin.hpp>

#include "plugins/plugin_file.hpp"

namespace unseen {

/// Where plugins lie: the folders of $UNSEEN_PLUGIN_PATH (':' between them), then the installation's own.
std::vector<std::filesystem::path> plugin_folders();

/// The library of a plugin: `explicit_file` where one is given, else the first NAME.so below a plugin folder.
/// InputError with the folders searched and the nearest name where there is none.
std::filesystem::path find_plugin(const KindInfo& kind, const std::string& name,
                                  const std::filesystem::path& explicit_file);

/// Whether a library lies in the installation's own plugin folder: what it computes goes with the program.
bool ships_with_program(const std::filesystem::path& library);

/// Names of all plugins of a kind, sorted, each once.
std::vector<std::string> plugin_names(const KindInfo& kind);

template <class Interface>
KindInfo kind_info() {
  using Kind = PluginKind<Interface>;
  return {Kind::kind, Kind::folder, Kind::stamp};
}

/// Finds, checks and opens a plugin.
template <class Interface>
const PluginDescriptor<Interface>& load_plugin(const std::string& name,
                                               const std::filesystem::path& explicit_file = {}) {
  const auto file = find_plugin(kind_info<Interface>(), name, explicit_file);
  const auto& plugin =
      *static_cast<const PluginDescriptor<Interface>*>(open_plugin(file, kind_info<Interface>()));
  if (plugin.name != name) {
    throw InputError{file.string() + ": holds the plugin \"" + plugin.name + "\", wanted \"" + name +
                     "\": name the file after its plugin"};
  }
  return plugin;
}

}  // namespace unseen
