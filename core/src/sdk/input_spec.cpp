#include <unseen/error.hpp>
#include <unseen/input_spec.hpp>

#include <map>

namespace unseen {
namespace {

std::array<double, 3> read_channels(const Params& params, const std::string& name,
                                    const std::array<double, 3>& fallback, const std::string& description,
                                    Range range) {
  const auto values =
      params.numbers(name, std::vector<double>{fallback.begin(), fallback.end()}, description, range);
  if (values.size() != 3) throw InputError{params.where(name) + ": wanted three numbers, for R, G and B"};
  return {values[0], values[1], values[2]};
}

}  // namespace

InputSpec half_input(std::int64_t side) { return {side, {0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}}; }

InputSpec read_input(const Params& params, const std::vector<WeightTags>& known) {
  std::map<std::string, InputSpec> inputs;
  std::vector<std::string> names;
  for (const auto& [input, tags] : known) {
    for (const auto& tag : tags) inputs[tag] = input;
    names.insert(names.end(), tags.begin(), tags.end());
  }
  auto input = inputs.at(
      params.text("tag", names.front(), "the published weights that side, mean and std follow", names));
  input.side = params.integer("side", input.side, "input side in pixels", {32, 4096});
  input.mean = read_channels(params, "mean", input.mean, "subtracted from R, G, B in [0, 1]", {0, 1});
  input.std = read_channels(params, "std", input.std, "then divided by, for R, G, B", {1e-3, 10});
  return input;
}

}  // namespace unseen
