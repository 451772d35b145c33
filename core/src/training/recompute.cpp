#include "training/recompute.hpp"

#include <torch/autograd.h>
#include <torch/custom_class.h>

#include <unseen/error.hpp>

namespace unseen {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// The only way to leave something that is no tensor with a node of the graph.
struct SegmentHolder final : torch::CustomClassHolder {
  explicit SegmentHolder(RepeatableSegment s) : segment{std::move(s)} {}
  RepeatableSegment segment;
};

class Recomputed : public torch::autograd::Function<Recomputed> {
 public:
  static Tensor forward(AutogradContext* context, const RepeatableSegment& segment, const Tensor& x,
                        at::TensorList parameters) {
    variable_list saved{x};
    saved.insert(saved.end(), parameters.begin(), parameters.end());
    context->save_for_backward(std::move(saved));
    context->saved_data["segment"] = at::IValue::make_capsule(c10::make_intrusive<SegmentHolder>(segment));
    const auto version = x._version();
    auto out = segment(x, false);
    if (x._version() != version) {
      throw Error{"a segment changes its input in place, which train.recompute = true cannot repeat"};
    }
    return out;
  }

  static variable_list backward(AutogradContext* context, const variable_list& out_gradients) {
    if (at::GradMode::is_enabled()) {
      throw Error{"train.recompute = true gives first derivatives only; this rule needs it to be false"};
    }
    const auto saved = context->get_saved_variables();
    auto inputs = saved;
    inputs[0] = saved[0].detach().requires_grad_(context->needs_input_grad(0));
    const auto& holder = *context->saved_data["segment"].toCapsule();
    const auto& segment = static_cast<const SegmentHolder&>(holder).segment;
    const at::AutoGradMode recording{true};
    const auto out = segment(inputs[0], true);
    // A first segment without trainable parameters gives none.
    if (!out.requires_grad()) return variable_list(inputs.size() + 1);
    return gradients(context, out, inputs, out_gradients[0]);
  }

 private:
  /// By those of the inputs that the whole backward pass is after, each in its place behind `segment`'s own.
  static variable_list gradients(AutogradContext* context, const Tensor& out, const variable_list& inputs,
                                 const Tensor& out_gradient) {
    variable_list wanted;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (!context->needs_input_grad(i)) continue;
      wanted.push_back(inputs[i]);
      places.push_back(i + 1);
    }
    variable_list result(inputs.size() + 1);
    const auto found = torch::autograd::grad({out}, wanted, {out_gradient}, std::nullopt, false, true);
    for (std::size_t i = 0; i < found.size(); ++i) result[places[i]] = found[i];
    return result;
  }
};

}  // namespace

Tensor recomputed(const RepeatableSegment& segment, const Tensor& x, const std::vector<Tensor>& parameters) {
  return Recomputed::apply(segment, x, at::TensorList{parameters});
}

}  // namespace unseen
