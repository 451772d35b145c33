#pragma once

#include <span>
#include <string>
#include <vector>

#include "metrics/bootstrap.hpp"
#include "study/chart.hpp"

namespace unseen {

/// One model's scores of a test's videos.
struct RocScores {
  std::vector<double> scores;
  std::vector<int> labels;  ///< 1: fake
};

/// The share of fakes found at each share of reals taken for fakes, on a grid of 201 from 0 to 1: the ROC
/// curve, with the upper end of its steps and a straight line where a real and a fake tie. InputError with
/// one class only.
std::vector<double> true_positive_rates(std::span<const double> scores, std::span<const int> labels);

/// The mean curve of several models (runs of several seeds) with a band of one standard deviation; of a
/// single one its curve with the pointwise 95 % band of a bootstrap over videos. The title ends in the AUC.
Series roc_series(const std::string& title, const std::vector<RocScores>& models,
                  const BootstrapOptions& options);

}  // namespace unseen
