#pragma once

#include <torch/types.h>

#include <cstddef>
#include <optional>

#include <unseen/backbone.hpp>

#include "experiment/config.hpp"

namespace unseen {

/// The output of the first `to` segments, with the statistics of the shallow ones among them shifted as the
/// paper's Tables II and III do: means by one factor, deviations by the other.
torch::Tensor shifted_forward(Backbone& model, const torch::Tensor& images,
                              const std::optional<StatisticsShift>& shift, std::size_t to);

}  // namespace unseen
