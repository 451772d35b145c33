#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/convolution_backward.h>
#include <torch/autograd.h>

#include <unseen/depthwise_conv.hpp>

#include "sdk/kernels/depthwise_weight_gradient.hpp"

namespace unseen {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Below this oneDNN's own gradient is as fast.
constexpr std::int64_t kLeastKernel = 5;

DepthwiseShape shape_of(const Tensor& x, const Tensor& weight, std::int64_t stride, std::int64_t padding) {
  const auto kernel = weight.size(3);
  const auto out = [&](std::int64_t size) { return (size + 2 * padding - kernel) / stride + 1; };
  return {x.size(0),      x.size(1), x.size(2), x.size(3), out(x.size(2)),
          out(x.size(3)), kernel,    stride,    padding};
}

bool pays(const Tensor& x, const Tensor& weight, const DepthwiseShape& shape) {
  return shape.kernel >= kLeastKernel && x.is_cpu() && x.scalar_type() == torch::kFloat &&
         weight.scalar_type() == torch::kFloat && x.is_contiguous(torch::MemoryFormat::ChannelsLast) &&
         !at::autocast::is_autocast_enabled(torch::kCPU) && has_depthwise_weight_gradient(shape);
}

Tensor weight_gradient(const Tensor& out_gradient, const Tensor& x, const Tensor& weight,
                       const DepthwiseShape& shape) {
  auto gradient = torch::empty(weight.sizes(), weight.options());
  at::parallel_for(0, depthwise_weight_gradient_tasks(shape), 1, [&](std::int64_t begin, std::int64_t end) {
    for (auto task = begin; task < end; ++task) {
      depthwise_weight_gradient(shape, out_gradient.const_data_ptr<float>(), x.const_data_ptr<float>(),
                                gradient.data_ptr<float>(), task);
    }
  });
  return gradient;
}

class DepthwiseConvolution : public torch::autograd::Function<DepthwiseConvolution> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight,
                        const std::optional<Tensor>& bias, std::int64_t stride, std::int64_t padding) {
    context->save_for_backward({x, weight});
    context->saved_data["has_bias"] = bias.has_value();
    context->saved_data["stride"] = stride;
    context->saved_data["padding"] = padding;
    return at::conv2d(x, weight, bias, {stride, stride}, {padding, padding}, {1, 1}, x.size(1));
  }

  static variable_list backward(AutogradContext* context, const variable_list& out_gradients) {
    const auto saved = context->get_saved_variables();
    const auto& x = saved[0];
    const auto& weight = saved[1];
    const auto stride = context->saved_data["stride"].toInt();
    const auto padding = context->saved_data["padding"].toInt();
    const auto out_gradient = out_gradients[0].contiguous(torch::MemoryFormat::ChannelsLast);
    const auto aten = [&](bool by_x, bool by_weight) {
      return at::convolution_backward(out_gradient, x, weight, at::OptionalIntArrayRef{}, {stride, stride},
                                      {padding, padding}, {1, 1}, false, {0, 0}, x.size(1),
                                      {by_x, by_weight, false});
    };
    Tensor of_x, of_weight, of_bias;
    if (context->needs_input_grad(0)) of_x = std::get<0>(aten(true, false));
    if (context->needs_input_grad(1)) {
      // With grad mode on a second derivative is wanted, which only ATen's operator has.
      of_weight = at::GradMode::is_enabled()
                      ? std::get<1>(aten(false, true))
                      : weight_gradient(out_gradient, x, weight, shape_of(x, weight, stride, padding));
    }
    if (context->saved_data["has_bias"].toBool() && context->needs_input_grad(2))
      of_bias = out_gradient.sum({0, 2, 3});
    return {of_x, of_weight, of_bias, {}, {}};
  }
};

}  // namespace

Tensor depthwise_conv2d(const Tensor& x, const Tensor& weight, const Tensor& bias, std::int64_t stride,
                        std::int64_t padding) {
  if (pays(x, weight, shape_of(x, weight, stride, padding))) {
    return DepthwiseConvolution::apply(x, weight, bias.defined() ? std::optional{bias} : std::nullopt, stride,
                                       padding);
  }
  return at::conv2d(x, weight, bias, {stride, stride}, {padding, padding}, {1, 1}, x.size(1));
}

}  // namespace unseen
