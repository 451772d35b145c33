#include "section_parsers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <unseen/params.hpp>

#include "experiment/failure.hpp"
#include "experiment/plugin_parser.hpp"

namespace unseen {
namespace {

constexpr Range kCount{1, 1e9};
constexpr Range kCountOrNone{0, 1e9};
constexpr Range kNotNegative{0, std::numeric_limits<double>::infinity()};
constexpr Range kShare{0, 1};
constexpr const char* kDatasetExample = "{ plugin = \"...\" }";

[[noreturn]] void refuse(const Params& params, const std::string& key, const std::string& why) {
  throw InputError{params.where(key) + ": " + why};
}

std::string parse_device(const Params& params) {
  const auto device = params.text("device", TrainConfig{}.device, "auto, cpu, cuda or cuda:N");
  const auto is_digit = [](unsigned char c) { return c >= '0' && c <= '9'; };
  const auto index = device.starts_with("cuda:") ? device.substr(5) : "";
  const auto numbered =
      !index.empty() && index.size() <= 3 && std::all_of(index.begin(), index.end(), is_digit);
  if (device == "auto" || device == "cpu" || device == "cuda" || numbered) return device;
  refuse(params, "device", fmt::format("wanted auto, cpu, cuda or cuda:N, found \"{}\"", device));
}

std::int64_t parse_batch_size(const Params& params, const std::string& balance) {
  const auto size = params.integer("batch_size", TrainConfig{}.batch_size, "samples in a batch", kCount);
  if (balance != "class" || size % 2 == 0) return size;
  refuse(params, "batch_size",
         fmt::format(
             "{} is odd: balance = \"class\" fills a batch half with real, half with fake; make it even, or "
             "balance = \"none\"",
             size));
}

void require(const Params& params, const std::string& key, bool there, const std::string& example) {
  if (!there) refuse(params, key, "is required: " + key + " = " + example);
}

/// Of MTCNN, where none is given: what scripts/setup fetched beside the experiments folder.
std::filesystem::path parse_model(const Params& params, const Value& table, const std::string& detector,
                                  const Roots& roots) {
  const auto text = params.text("model", "", "the detector's model; mtcnn: the folder of its files");
  if (!text.empty()) return roots.absolute(text, table.find("model")->source);
  return detector == "mtcnn" ? roots.nearest("weights/mtcnn").value_or("") : "";
}

std::optional<StatisticsShift> parse_perturb(const Value& table) {
  if (table.is_null()) return std::nullopt;
  const Params params{"[[test]]: perturb", table};
  const StatisticsShift shift{
      params.number("mean", 1.0, "factor on the mean of shallow features"),
      params.number("sigma", 1.0, "factor on the standard deviation of shallow features", kNotNegative)};
  params.refuse_unread();
  return shift;
}

}  // namespace

OptimizerConfig parse_optimizer(const Value& table) {
  const Params params{"[optimizer]", table};
  OptimizerConfig config;
  config.name = params.text("name", config.name, "the optimizer", {"sgd", "adam", "adamw"});
  config.lr = params.number("lr", config.lr, "learning rate", kNotNegative);
  config.momentum = params.number("momentum", config.momentum, "sgd: momentum", kShare);
  config.beta1 = params.number("beta1", config.beta1, "adam, adamw: decay of the mean", kShare);
  config.beta2 = params.number("beta2", config.beta2, "adam, adamw: decay of the square", kShare);
  config.eps = params.number("eps", config.eps, "adam, adamw: added to the root", kNotNegative);
  config.weight_decay = params.number("weight_decay", config.weight_decay, "weight decay", kNotNegative);
  config.clip_norm =
      params.number("clip_norm", config.clip_norm, "most norm of a gradient; 0: off", kNotNegative);
  config.schedule = params.text("schedule", config.schedule, "how the learning rate falls",
                                {"constant", "cosine", "step", "linear_tail"});
  config.step_epochs =
      params.integer("step_epochs", config.step_epochs, "step: epochs between two falls", kCount);
  config.step_factor =
      params.number("step_factor", config.step_factor, "step: what a fall multiplies by", kShare);
  config.tail =
      params.number("tail", config.tail, "linear_tail: share of the epochs that falls to zero", kShare);
  params.refuse_unread();
  return config;
}

FacesConfig parse_faces(const Value& table, const Roots& roots) {
  const Params params{"[faces]", table};
  FacesConfig config;
  config.detector =
      params.text("detector", config.detector, "how faces are found", {"none", "mtcnn", "yunet"});
  config.model = parse_model(params, table, config.detector, roots);
  if (const auto text = params.text("landmarks", "", "dlib's predictor of 68 landmarks; default: Debian's");
      !text.empty()) {
    config.landmarks = roots.absolute(text, table.find("landmarks")->source);
  }
  config.min_face =
      params.number("min_face", config.min_face, "mtcnn: least side of a face, pixels", {12, 10000});
  config.min_score = params.number("min_score", config.min_score, "yunet: least score of a face", kShare);
  config.several =
      params.text("several", config.several, "faces of a frame that a test scores", {"prominent", "largest"});
  const auto detected = config.detector != "none";
  config.crop = params.text("crop", detected ? "sbi" : "whole", "what of a frame is kept",
                            detected ? std::vector<std::string>{"sbi", "ffpp", "aligned"}
                                     : std::vector<std::string>{"whole", "center"});
  config.fraction =
      params.number("fraction", config.fraction, "center: share of the shorter side", {0.01, 1});
  config.frames = params.integer("frames", config.frames, "candidates in a video", kCount);
  config.max_side =
      params.integer("max_side", config.max_side, "longest side stored, pixels; 0: native", kCountOrNone);
  config.no_face =
      params.text("no_face", config.no_face, "score of a frame without a face", {"exclude", "half"});
  params.refuse_unread();
  return config;
}

TrainConfig parse_train(const Value& table, Roots& roots) {
  const Params params{"[train]", table};
  TrainConfig config;
  config.epochs = params.integer("epochs", config.epochs, "passes over the training data", kCount);
  config.balance =
      params.text("balance", config.balance, "what a batch balances", {"class", "none", "source"});
  config.batch_size = parse_batch_size(params, config.balance);
  config.accumulate =
      params.integer("accumulate", config.accumulate, "batches in a step of the optimizer", kCount);
  config.frames_per_video =
      params.integer("frames_per_video", config.frames_per_video, "frames of a video", kCount);
  config.precision = params.text("precision", config.precision, "arithmetic", {"fp32", "tf32", "bf16"});
  config.device = parse_device(params);
  config.recompute =
      params.flag("recompute", config.recompute, "compute activations again instead of keeping them");
  config.workers = params.integer("workers", config.workers, "threads that decode", {0, 1024});
  config.max_bad_steps =
      params.integer("max_bad_steps", config.max_bad_steps, "steps that may be not finite", kCountOrNone);
  const auto dataset = params.value("dataset", "what is trained on");
  const auto augmentations = params.value("augmentations", "augmentation plugins, in order");
  params.refuse_unread();  // before what is missing: a misspelt key is both
  require(params, "dataset", !dataset.is_null(), kDatasetExample);
  config.dataset = parse_dataset("[train]: dataset", dataset, "train", roots);
  config.augmentations = parse_plugins("[train]: augmentations", augmentations, roots);
  return config;
}

CheckpointConfig parse_checkpoint(const Value& table) {
  const Params params{"[checkpoint]", table};
  CheckpointConfig config;
  config.every = params.integer("every", config.every,
                                "epochs between two checkpoints; the best epoch has one too", kCount);
  config.keep = params.integer("keep", config.keep, "newest checkpoints that stay", kCount);
  params.refuse_unread();
  return config;
}

ValidateConfig parse_validate(const Value& table, Roots& roots) {
  const Params params{"[validate]", table};
  ValidateConfig config;
  const auto dataset = params.value("dataset", "data that chooses the checkpoint");
  const auto augmentations = params.value("augmentations", "augmentation plugins, in order");
  config.select = params.text("select", dataset.is_null() ? "last" : "best_auc", "which checkpoint is tested",
                              {"best_auc", "last"});
  config.frames_per_video =
      params.integer("frames_per_video", config.frames_per_video, "frames of a video", kCount);
  params.refuse_unread();
  if (config.select == "best_auc" && dataset.is_null()) {
    refuse(params, "select",
           "\"best_auc\" needs a dataset in [validate] to choose by; give one, or select = \"last\"");
  }
  if (!dataset.is_null()) config.dataset = parse_dataset("[validate]: dataset", dataset, "val", roots);
  config.augmentations = parse_plugins("[validate]: augmentations", augmentations, roots);
  return config;
}

TestConfig parse_test(const Value& table, Roots& roots) {
  const Params params{"[[test]]", table};
  TestConfig config;
  config.name = params.text("name", "", "what tables call the test");
  config.frames_per_video =
      params.integer("frames_per_video", config.frames_per_video, "frames of a video", kCount);
  const auto dataset = params.value("dataset", "what is tested on");
  const auto perturb = params.value("perturb", "scales the statistics of shallow features");
  params.refuse_unread();
  require(params, "name", !config.name.empty(), "\"CDF\"");
  require(params, "dataset", !dataset.is_null(), kDatasetExample);
  config.dataset = parse_dataset("[[test]]: dataset", dataset, "test", roots);
  config.perturb = parse_perturb(perturb);
  return config;
}

}  // namespace unseen
