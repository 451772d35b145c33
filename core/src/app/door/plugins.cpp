#include <fmt/format.h>

#include <algorithm>

#include <unseen/augmentation.hpp>
#include <unseen/backbone.hpp>
#include <unseen/dataset.hpp>
#include <unseen/error.hpp>
#include <unseen/regularizer.hpp>

#include "app/door/compute_commands.hpp"
#include "app/exit_code.hpp"
#include "app/text_table.hpp"
#include "plugins/catalog.hpp"

namespace unseen {
namespace {

void print_parameters(const Params& params) {
  if (params.described().empty()) {
    fmt::print("  takes no parameters\n");
    return;
  }
  TextTable table{{"  parameter", "type", "default", "range", "meaning"}};
  for (const auto& info : params.described()) {
    table.add({"  " + info.name, info.type, info.default_text, info.range, info.description});
  }
  fmt::print("{}", table.text());
}

template <class Interface>
void list() {
  const auto kind = kind_info<Interface>();
  fmt::print("{}\n", kind.folder);
  for (const auto& name : plugin_names(kind)) {
    fmt::print("  {:<20} {}\n", name, find_plugin(kind, name, {}).string());
  }
}

template <class Interface>
bool describe(const std::string& name) {
  const auto kind = kind_info<Interface>();
  const auto names = plugin_names(kind);
  if (std::find(names.begin(), names.end(), name) == names.end()) return false;
  const auto& plugin = load_plugin<Interface>(name);
  const Params params{kind.kind + " \"" + name + "\"", {}, Params::Mode::describe};
  const auto object = plugin.make(params);
  fmt::print("{} \"{}\"  {}\n", kind.kind, name, find_plugin(kind, name, {}).string());
  print_parameters(params);
  return true;
}

template <class Interface>
void add_names(std::vector<std::string>& all) {
  const auto names = plugin_names(kind_info<Interface>());
  all.insert(all.end(), names.begin(), names.end());
}

}  // namespace

int plugins(const PluginsOptions& options) {
  const auto& name = options.name;
  if (name.empty()) {
    list<Backbone>();
    list<Regularizer>();
    list<Dataset>();
    list<Augmentation>();
    return kDone;
  }
  const auto found = int{describe<Backbone>(name)} + int{describe<Regularizer>(name)} +
                     int{describe<Dataset>(name)} + int{describe<Augmentation>(name)};
  if (found > 0) return kDone;
  std::vector<std::string> names;
  add_names<Backbone>(names);
  add_names<Regularizer>(names);
  add_names<Dataset>(names);
  add_names<Augmentation>(names);
  throw InputError{"no plugin \"" + name + "\"" + name_hint(name, names)};
}

}  // namespace unseen
