#include "figures/grad_cam.hpp"

#include <torch/autograd.h>
#include <torch/utils.h>

#include <opencv2/imgproc.hpp>

namespace unseen {

std::size_t segments_to_cam(const Backbone& model) { return model.segment_index(model.cam_segment()) + 1; }

torch::Tensor grad_cam(Backbone& model, const torch::Tensor& given, std::int64_t target) {
  const torch::AutoGradMode gradients{true};
  const auto cut = segments_to_cam(model);
  // A leaf of its own: gradients stop here, and nothing behind it can write into what is read.
  const auto maps = given.detach().clone();
  auto leaf = maps.detach().requires_grad_(true);
  const auto logit = model.forward(leaf * 1.0, cut, model.segments().size()).select(1, target).sum();
  const auto gradient = torch::autograd::grad({logit}, {leaf})[0];
  const torch::NoGradGuard none;
  const auto weights = gradient.mean({2, 3}, true);
  return (weights * maps).sum(1).relu().to(torch::kCPU, torch::kFloat).contiguous();
}

cv::Mat over_picture(const torch::Tensor& map, const cv::Mat& rgb) {
  const auto shifted = map - map.min();
  const auto scaled = (shifted / (shifted.max() + 1e-7)).contiguous();
  const cv::Mat small(static_cast<int>(scaled.size(0)), static_cast<int>(scaled.size(1)), CV_32F,
                      scaled.mutable_data_ptr<float>());
  cv::Mat wide, bytes, colours, result;
  cv::resize(small, wide, rgb.size(), 0, 0, cv::INTER_LINEAR);
  wide.convertTo(bytes, CV_8U, 255.0);
  cv::applyColorMap(bytes, colours, cv::COLORMAP_VIRIDIS);
  cv::cvtColor(colours, colours, cv::COLOR_BGR2RGB);
  cv::addWeighted(rgb, 0.5, colours, 0.5, 0.0, result);
  return result;
}

}  // namespace unseen
