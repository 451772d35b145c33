#pragma once

#include "app/options.hpp"

namespace unseen {

/// The commands behind the door: libunseen_train.so exports one constant `unseen_door` of this type. Program
/// and library are of one build; `stamp` tells where they are not.
struct DoorTable {
  const char* stamp;
  int (*run)(const RunOptions&);
  int (*evaluate)(const EvaluateOptions&);
  int (*plugins)(const PluginsOptions&);
  int (*prepare)(const PrepareOptions&);
  int (*augment)(const AugmentOptions&);
  int (*dataset)(const DatasetOptions&);
  int (*predict)(const PredictOptions&);
  int (*weights)(const WeightsOptions&);
  int (*plot_features)(const ModelPlotOptions&);
  int (*plot_perturbation)(const ModelPlotOptions&);
  int (*plot_cam)(const ModelPlotOptions&);
  int (*doctor)(const DoctorOptions&);
};

}  // namespace unseen
