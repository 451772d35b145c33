#pragma once

#include <torch/types.h>

#include <cstdint>

#include <opencv2/core/mat.hpp>

#include <unseen/backbone.hpp>

namespace unseen {

/// Segments up to the one whose maps grad_cam() takes, as Backbone::forward() counts them.
std::size_t segments_to_cam(const Backbone& model);

/// Grad-CAM (Selvaraju et al., ICCV 2017) of a class at the backbone's CAM segment, (N, h, w) float32: the
/// ReLU of its maps, (N, channels, h, w) as that segment gives them, weighted by their mean gradients of the
/// class' logit. The model must be in evaluation mode.
torch::Tensor grad_cam(Backbone& model, const torch::Tensor& maps, std::int64_t target);

/// A map over its picture: least and greatest of the map become the ends of the colours (viridis, which reads
/// in grey print too), enlarged with straight lines between the map's places.
cv::Mat over_picture(const torch::Tensor& map, const cv::Mat& rgb);

}  // namespace unseen
