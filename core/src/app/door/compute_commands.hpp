#pragma once

#include "app/options.hpp"

namespace unseen {

/// The commands that need torch; each returns the program's exit code.
int run(const RunOptions& options);
int evaluate(const EvaluateOptions& options);
int plugins(const PluginsOptions& options);
int prepare(const PrepareOptions& options);
int augment(const AugmentOptions& options);
int dataset(const DatasetOptions& options);
int predict(const PredictOptions& options);
int weights(const WeightsOptions& options);
int plot_features(const ModelPlotOptions& options);
int plot_perturbation(const ModelPlotOptions& options);
int plot_cam(const ModelPlotOptions& options);
int doctor(const DoctorOptions& options);

}  // namespace unseen
