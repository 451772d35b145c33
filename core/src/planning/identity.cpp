#include "planning/identity.hpp"

#include "experiment/numerics.hpp"
#include "sdk/sha256.hpp"

namespace unseen {
namespace {

/// `models`: SHA-256 of the detector's files. What the detector does not read stays out.
Value faces_value(const FacesConfig& faces, const Value::Array& models) {
  Value::Table value{{"detector", faces.detector},
                     {"crop", faces.crop},
                     {"fraction", faces.fraction},
                     {"frames", faces.frames},
                     {"max_side", faces.max_side}};
  if (faces.detector == "none") return value;
  value.erase("fraction");
  value["models"] = models;
  value["several"] = faces.several;
  if (faces.detector == "mtcnn") value["min_face"] = faces.min_face;
  if (faces.detector == "yunet") value["min_score"] = faces.min_score;
  return value;
}

Value optimizer_value(const OptimizerConfig& optimizer) {
  return Value::Table{{"name", optimizer.name},
                      {"lr", optimizer.lr},
                      {"momentum", optimizer.momentum},
                      {"beta1", optimizer.beta1},
                      {"beta2", optimizer.beta2},
                      {"eps", optimizer.eps},
                      {"weight_decay", optimizer.weight_decay},
                      {"clip_norm", optimizer.clip_norm},
                      {"schedule", optimizer.schedule},
                      {"step_epochs", optimizer.step_epochs},
                      {"step_factor", optimizer.step_factor},
                      {"tail", optimizer.tail}};
}

}  // namespace

Value run_configuration(const CellConfig& config, const RunParts& parts) {
  const auto& train = config.train;
  const auto& validate = config.validate;
  return Value::Table{{"numerics", kNumerics},
                      {"backbone", parts.backbone},
                      {"regularizer", parts.regularizer},
                      {"optimizer", optimizer_value(config.optimizer)},
                      {"faces", faces_value(config.faces, parts.detector_models)},
                      {"train", Value::Table{{"epochs", train.epochs},
                                             {"batch_size", train.batch_size},
                                             {"accumulate", train.accumulate},
                                             {"frames_per_video", train.frames_per_video},
                                             {"balance", train.balance},
                                             {"precision", train.precision},
                                             {"max_bad_steps", train.max_bad_steps},
                                             {"dataset", parts.train_dataset},
                                             {"augmentations", parts.train_augmentations}}},
                      {"validate", Value::Table{{"select", validate.select},
                                                {"frames_per_video", validate.frames_per_video},
                                                {"dataset", parts.validate_dataset},
                                                {"augmentations", parts.validate_augmentations}}}};
}

Value test_configuration(const TestConfig& test, const FacesConfig& faces, const Value& dataset) {
  Value perturb;
  if (test.perturb) perturb = Value::Table{{"mean", test.perturb->mean}, {"sigma", test.perturb->sigma}};
  return Value::Table{{"frames_per_video", test.frames_per_video},
                      {"dataset", dataset},
                      {"perturb", perturb},
                      {"no_face", faces.no_face}};
}

std::string identity_of(const Value& configuration) {
  return sha256(canonical_json(configuration)).substr(0, 32);
}

}  // namespace unseen
