#include "training/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include <unseen/error.hpp>

#include "sdk/atomic_file.hpp"
#include "sdk/sha256.hpp"
#include "training/safetensors.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kFormat = 1;

json to_json(const Cursor& cursor) {
  return {
      {"epoch", cursor.epoch},         {"batch", cursor.batch},           {"step", cursor.step},
      {"bad_steps", cursor.bad_steps}, {"best_epoch", cursor.best_epoch}, {"best_value", cursor.best_value}};
}

Cursor to_cursor(const json& text) {
  return {text.at("epoch"),     text.at("batch"),      text.at("step"),
          text.at("bad_steps"), text.at("best_epoch"), text.at("best_value")};
}

[[noreturn]] void refuse(const fs::path& file, const std::string& what) {
  throw Error{fmt::format(
      "{}: {}; delete the three files of this step to go on from the checkpoint before it, or start "
      "over with --force",
      file.string(), what)};
}

std::map<std::string, torch::Tensor> checked_tensors(const fs::path& file, const std::string& wanted) {
  if (!fs::exists(file)) refuse(file, "the checkpoint's file is missing");
  const auto found = sha256_file(file);
  if (found != wanted) {
    refuse(file,
           fmt::format(
               "the checkpoint is cut short or was changed: SHA-256 {}... wanted, {}... found in {} bytes",
               wanted.substr(0, 12), found.substr(0, 12), fs::file_size(file)));
  }
  return read_safetensors(file).tensors;
}

}  // namespace

CheckpointFolder::CheckpointFolder(const fs::path& run_folder, std::int64_t keep)
    : folder_{run_folder / "checkpoints"}, keep_{keep} {}

fs::path CheckpointFolder::file(std::int64_t step, const char* ending) const {
  return folder_ / fmt::format("step_{:08d}{}", step, ending);
}

std::vector<std::int64_t> CheckpointFolder::steps() const {
  std::vector<std::int64_t> steps;
  std::error_code absent;
  for (const auto& entry : fs::directory_iterator{folder_, absent}) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("step_") && name.ends_with(".json")) steps.push_back(std::stoll(name.substr(5)));
  }
  std::sort(steps.begin(), steps.end());
  return steps;
}

void CheckpointFolder::save(const Checkpoint& checkpoint, RunSink& sink) const {
  fs::create_directories(folder_);
  const auto step = checkpoint.cursor.step;
  const json text{{"format", kFormat},
                  {"cursor", to_json(checkpoint.cursor)},
                  {"weights", write_safetensors(file(step, ".safetensors"), {checkpoint.weights, {}})},
                  {"state", write_safetensors(file(step, ".state.safetensors"), {checkpoint.state, {}})}};
  // What was measured up to here must be safe before the checkpoint counts: a resumed run does not measure it
  // again.
  sink.flush();
  const auto written = text.dump(2) + "\n";
  const std::string_view parts[]{written};
  write_atomically(file(step, ".json"), parts);

  const auto all = steps();
  for (std::size_t i = 0; i + static_cast<std::size_t>(keep_) < all.size(); ++i) {
    // The JSON goes first: what is left without it does not count.
    for (const auto* ending : {".json", ".safetensors", ".state.safetensors"})
      fs::remove(file(all[i], ending));
  }
}

std::optional<Checkpoint> CheckpointFolder::newest() const {
  const auto all = steps();
  if (all.empty()) return std::nullopt;
  const auto step = all.back();
  const auto path = file(step, ".json");
  try {
    std::ifstream stream{path};
    const auto text = json::parse(stream);
    if (text.at("format") != kFormat) refuse(path, "the checkpoint is of another version of the program");
    return Checkpoint{to_cursor(text.at("cursor")),
                      checked_tensors(file(step, ".safetensors"), text.at("weights")),
                      checked_tensors(file(step, ".state.safetensors"), text.at("state"))};
  } catch (const json::exception& error) {
    refuse(path, std::string{"the checkpoint cannot be read: "} + error.what());
  }
}

WeightFile CheckpointFolder::save_weights(const std::string& name,
                                          const std::map<std::string, torch::Tensor>& weights,
                                          RunSink& sink) const {
  fs::create_directories(folder_);
  const auto path = folder_ / (name + ".safetensors");
  const auto hash = write_safetensors(path, {weights, {}});
  sink.artifact(name, "checkpoints/" + path.filename().string(), hash,
                static_cast<std::int64_t>(fs::file_size(path)));
  return {path, hash};
}

std::optional<WeightFile> CheckpointFolder::weights(const std::string& name) const {
  const auto path = folder_ / (name + ".safetensors");
  if (!fs::exists(path)) return std::nullopt;
  return WeightFile{path, sha256_file(path)};
}

}  // namespace unseen
