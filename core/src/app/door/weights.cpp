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
  const auto params = variant.empty() ? Value::Table{} : Value::Table{{"variant", variant}};
  auto model = make<Backbone>({plugin, params, {}, {}}).object;
  model->build(/*classes=*/2);
  return model;
}

/// The choices of the parameter `variant`, smallest first; one without a name where a plugin has none.
std::vector<std::string> variants(const std::string& plugin) {
  const Params params{owner_text<Backbone>(plugin), {}, Params::Mode::describe};
  const auto object = load_plugin<Backbone>(plugin).make(params);
  for (const auto& info : params.described()) {
    if (info.name == "variant" && !info.choices.empty()) return info.choices;
  }
  return {""};
}

bool same_family(Backbone& model, const TensorTable& table) {
  const auto own = state_dict(model);
  const auto known = std::count_if(table.tensors.begin(), table.tensors.end(), [&](const auto& item) {
    return own.contains(item.first) || own.contains(model.timm_name(item.first));
  });
  return static_cast<double>(known) > kFamilyShare * static_cast<double>(table.tensors.size());
}

/// Adds "PLUGIN VARIANT" for each variant that the file's names and shapes fit.
void add_fitting(const std::string& plugin, const TensorTable& table, std::vector<std::string>& found) {
  const auto names = variants(plugin);
  if (!same_family(*built(plugin, names.front()), table)) return;
  for (const auto& variant : names) {
    if (fits(*built(plugin, variant), table))
      found.push_back(variant.empty() ? plugin : plugin + " " + variant);
  }
}

std::vector<std::string> fitting(const TensorTable& table) {
  std::vector<std::string> found;
  for (const auto& plugin : plugin_names(kind_info<Backbone>())) {
    try {
      add_fitting(plugin, table, found);
    } catch (const std::exception& error) {
      // One that cannot be loaded, or needs parameters of its own, says nothing about the file.
      fmt::print(stderr, "not compared with {}: {}\n", owner_text<Backbone>(plugin), error.what());
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
