#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "experiment/experiment.hpp"
#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {

/// The least that an experiment needs; further text may continue its last section, [train].
inline constexpr std::string_view kLeast = R"(name = "least"
[backbone]
plugin = "resnet"
[regularizer]
plugin = "erm"
[train]
dataset = { plugin = "drawn" }
)";

/// A folder with experiments, gone at the end.
class ExperimentFolder : public TemporaryFolder {
 public:
  /// The experiment that `text` makes of experiment.toml.
  Experiment load(std::string_view text, const std::vector<std::string>& set = {}) const {
    return load_experiment(write("experiment.toml", text), set);
  }

  Experiment load_least(std::string_view more, const std::vector<std::string>& set = {}) const {
    return load(std::string{kLeast} + std::string{more}, set);
  }

  /// The message with which it is refused.
  std::string refusal(std::string_view text, const std::vector<std::string>& set = {}) const {
    return input_error_of([&] { load(text, set); });
  }

  std::string refusal_of_least(std::string_view more, const std::vector<std::string>& set = {}) const {
    return input_error_of([&] { load_least(more, set); });
  }
};

}  // namespace unseen
