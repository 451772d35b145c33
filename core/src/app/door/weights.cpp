#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include <unseen/error.hpp>

#include "app/door/compute_commands.hpp"
#include "app/exit_code.hpp"
#include "app/text_table.hpp"
#include "planning/plugin_maker.hpp"
#include "sdk/sha256.hpp"
#include "training/weights.hpp"
#include "weights/safetensors_writer.hpp"
#include "weights/weight_file.hpp"

namespace unseen {
namespace {

/// Below this share of names in common, a file is of another family.
constexpr double kFamilyShare = 0.3;

std::shared_ptr<Backbone> built(const std::string& plugin, const std::string& variant) {
  auto model = make<Backbone>({plugin, Value::Table{{"variant", variant}}, {}, {}}).object;
  model->build(/*classes=*/2);
  return model;
}

/// The choices of the parameter `variant`, smallest first; none where a plugin has no such parameter.
std::vector<std::string> variants(const std::string& plugin) {
  const Params params{owner_text<Backbone>(plugin), {}, Params::Mode::describe};
  const auto object = load_plugin<Backbone>(plugin).make(params);
  for (const auto& info : params.described()) {
    if (info.name != "variant") continue;
    std::vector<std::string> names;
    std::string_view rest{info.range};
    for (auto bar = rest.find(" | "); bar != std::string_view::npos; bar = rest.find(" | ")) {
      names.emplace_back(rest.substr(0, bar));
      rest.remove_prefix(bar + 3);
    }
    names.emplace_back(rest);
    return names;
  }
  return {};
}

bool same_family(Backbone& model, const TensorTable& table) {
  const auto own = state_dict(model);
  const auto known = std::count_if(table.tensors.begin(), table.tensors.end(), [&](const auto& item) {
    return own.contains(item.first) || own.contains(model.timm_name(item.first));
  });
  return static_cast<double>(known) > kFamilyShare * static_cast<double>(table.tensors.size());
}

bool fits(Backbone& model, const TensorTable& table) {
  try {
    load_table(model, table, "", true);
    return true;
  } catch (const InputError&) {
    return false;
  }
}

/// "efficientnet b0", "efficientnet tf_b0": every plugin and variant that the file's names and shapes fit.
std::vector<std::string> fitting(const TensorTable& table) {
  std::vector<std::string> found;
  for (const auto& plugin : plugin_names(kind_info<Backbone>())) {
    const auto names = variants(plugin);
    if (names.empty() || !same_family(*built(plugin, names.front()), table)) continue;
    for (const auto& variant : names) {
      if (fits(*built(plugin, variant), table)) found.push_back(plugin + " " + variant);
    }
  }
  return found;
}

void print_fit(const std::vector<std::string>& fit) {
  if (fit.empty()) {
    fmt::print("fits: no backbone here\n");
  } else if (fit.size() == 1) {
    fmt::print("fits: {}\n", fit.front());
  } else {
    fmt::print("fits: {} (names and shapes do not tell them apart; where the file comes from does)\n",
               fmt::join(fit, ", "));
  }
}

void print_tensors(const TensorTable& table) {
  TextTable text{{"tensor", "type", "shape"}};
  for (const auto& [name, tensor] : table.tensors) {
    text.add({name, std::string{name_of(tensor.type)}, fmt::format("({})", fmt::join(tensor.shape, ", "))});
  }
  fmt::print("{}", text.text());
}

int list(const std::filesystem::path& file) {
  const auto table = read_weight_file(file);
  std::uint64_t elements = 0;
  for (const auto& [name, tensor] : table.tensors) elements += element_count(tensor.shape);
  fmt::print("{}: {} tensors, {} elements\nSHA-256: {}\n", file.string(), table.tensors.size(), elements,
             sha256_file(file));
  for (const auto& [key, value] : table.metadata) fmt::print("{}: {}\n", key, value);
  print_fit(fitting(table));
  print_tensors(table);
  return kDone;
}

int convert(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (to.extension() != ".safetensors") {
    throw InputError{to.string() + ": wanted a name that ends in .safetensors"};
  }
  const auto table = read_weight_file(from);
  const auto hash = write_safetensors_file(to, table);
  fmt::print("{}: {} tensors\nSHA-256: {}\n", to.string(), table.tensors.size(), hash);
  return kDone;
}

}  // namespace

int weights(const WeightsOptions& options) {
  if (options.file.empty()) throw InputError{"weights: which file? (unseen weights FILE)"};
  return options.out.empty() ? list(options.file) : convert(options.file, options.out);
}

}  // namespace unseen
