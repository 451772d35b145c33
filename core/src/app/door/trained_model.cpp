#include "app/door/trained_model.hpp"

#include <unseen/error.hpp>

#include "app/door/run_trainer.hpp"
#include "sdk/sha256.hpp"
#include "training/device.hpp"
#include "training/weights.hpp"
#include "weights/weight_file.hpp"

namespace unseen {

RecordedWeights tested_weights(const CellConfig& config, const RunDetail& run) {
  const std::string wanted = config.validate.select == "best_auc" ? "best" : "last";
  for (const auto& file : run.artifacts) {
    if (file.name == wanted) return {run.folder / file.path, file.sha256};
  }
  throw Error{"run " + run.run.run_id + " has no checkpoint \"" + wanted +
              "\" to test; --force trains it again"};
}

std::shared_ptr<Backbone> trained_model(const CellConfig& config, const RecordedWeights& checkpoint,
                                        Placement& where) {
  if (!std::filesystem::exists(checkpoint.file) || sha256_file(checkpoint.file) != checkpoint.sha256) {
    throw Error{checkpoint.file.string() +
                ": is missing or was changed since the run ended; --force trains the run again"};
  }
  where = placement(config, select_device(config.train.device));
  auto start = config;
  start.backbone.weights.clear();
  auto model = make_model(start, 0, where);
  where.channels_last = model->prefers_channels_last(where.device.type());
  load_table(*model, read_weight_file(checkpoint.file), checkpoint.file.string(), false);
  model->eval();
  return model;
}

}  // namespace unseen
