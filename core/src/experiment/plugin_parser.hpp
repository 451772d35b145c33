#pragma once

#include <string>
#include <vector>

#include <unseen/value.hpp>

#include "experiment/config.hpp"
#include "experiment/roots.hpp"

namespace unseen {

/// The tables that name plugins. `owner` stands in messages ("[train]: dataset"). All throw InputError with
/// the place of what is missing or of a wrong kind; the keys that belong to the plugin stay unchecked in
/// PluginConfig::params.
BackboneConfig parse_backbone(const std::string& owner, const Value& table, const Roots& roots);
PluginConfig parse_plugin(const std::string& owner, const Value& table, const Roots& roots);
DatasetConfig parse_dataset(const std::string& owner, const Value& table, const std::string& split,
                            Roots& roots);

/// An array of such tables; none where `array` is null.
std::vector<PluginConfig> parse_plugins(const std::string& owner, const Value& array, const Roots& roots);

}  // namespace unseen
