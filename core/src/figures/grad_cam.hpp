#pragma once

#include <torch/types.h>

#include <cstdint>

#include <opencv2/core/mat.hpp>

#include <unseen/backbone.hpp>

namespace unseen {

/// Grad-CAM (Selvaraju et al., ICCV 2017) of a class at the backbone's CAM segment, (N, h, w) float32 as that
/// segment lies: the ReLU of its maps weighted by their mean gradients of the class' logit. `images` as
/// forward() takes them; the model must be in evaluation mode.
torch::Tensor grad_cam(Backbone& model, const torch::Tensor& images, std::int64_t target);

/// A map over its picture: least and greatest of the map become the ends of the colours (viridis, which reads
/// in grey print too), enlarged with straight lines between the map's places.
cv::Mat over_picture(const torch::Tensor& map, const cv::Mat& rgb);

}  // namespace unseen
