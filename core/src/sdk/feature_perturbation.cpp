#include <torch/autograd.h>

#include <algorithm>
#include <optional>

#include <unseen/error.hpp>
#include <unseen/feature_perturbation.hpp>
#include <unseen/gradients.hpp>

namespace unseen {
namespace {

using Tensors = std::vector<torch::Tensor>;

torch::Tensor zero_leaf(const torch::Tensor& features, bool per_instance) {
  const auto rows = per_instance ? features.size(0) : 1;
  const auto type = torch::promote_types(features.scalar_type(), torch::kFloat);
  return torch::zeros({rows, features.size(1), 1, 1}, features.options().dtype(type).requires_grad(true));
}

}  // namespace

PerturbationModules::PerturbationModules(const Params& params)
    : radius_{params.number("r", 0.1, "length of the perturbation of shallow statistics, eq. (9)", {0.0})},
      norm_{params.text("norm", "joint", "what the length of eq. (9) is taken over",
                        {"joint", "per_module", "per_tensor"})},
      per_instance_{params.text("delta", "batch", "one perturbation for the batch, or one for each instance",
                                {"batch", "instance"}) == "instance"},
      statistics_{params.number("eps", 1e-5, "added to the variance under the root", {1e-12}),
                  params.flag("unbiased", false, "variance with HW - 1"),
                  params.flag("detach_stats", false, "statistics as constants in the second pass")},
      segments_{params.texts("segments", std::vector<std::string>{},
                             "segments with a module behind them; empty: the backbone's shallow ones")} {}

std::vector<std::size_t> PerturbationModules::segments(Backbone& model) const {
  std::vector<std::size_t> indices;
  for (const auto& name : segments_.empty() ? model.shallow_segments() : segments_) {
    indices.push_back(model.segment_index(name));
  }
  if (indices.empty()) {
    throw InputError{
        "regularizer: this backbone has no shallow segments; name some of its segments in `segments`"};
  }
  std::sort(indices.begin(), indices.end());
  const auto twice = std::adjacent_find(indices.begin(), indices.end());
  if (twice != indices.end()) {
    throw InputError{"regularizer: `segments` names \"" + model.segments()[*twice] + "\" twice"};
  }
  return indices;
}

std::vector<StatisticsDelta> PerturbationModules::deltas(const Tensors& ascent) const {
  const std::size_t group = norm_ == "joint" ? ascent.size() : norm_ == "per_module" ? 2 : 1;
  Tensors scaled;
  for (auto first = ascent.begin(); first != ascent.end(); first += static_cast<std::ptrdiff_t>(group)) {
    const auto own = scaled_to({first, first + static_cast<std::ptrdiff_t>(group)}, radius_);
    scaled.insert(scaled.end(), own.begin(), own.end());
  }
  std::vector<StatisticsDelta> deltas;
  for (std::size_t i = 0; i < scaled.size(); i += 2) deltas.push_back({scaled[i], scaled[i + 1]});
  return deltas;
}

Mixture mix(double a, const PartialGradient& x, double b, PartialGradient& y) {
  if (y.features.defined()) y.features.mul_(b).add_(x.features, a);
  return mix(a, x.parameters, b, y.parameters);
}

PerturbedPasses::PerturbedPasses(Step& step, const PerturbationModules& modules, const TwoPasses& passes,
                                 bool more_passes)
    : step_{step},
      modules_{modules},
      passes_{passes},
      more_passes_{more_passes},
      segments_{modules.segments(step.model())},
      cut_{passes.may_share_activations() && !segments_.empty() ? segments_.front() + 1 : 0},
      prefix_{prefix()},
      features_{cut_ > 0 ? prefix_.detach().requires_grad_() : prefix_},
      random_{step.random_state()} {}

/// It stands for the same part of both passes: the last of them, unless more follow.
torch::Tensor PerturbedPasses::prefix() const {
  std::optional<TwoPasses::Pass> pass;
  if (more_passes_) pass = passes_.begin_first(step_);
  return step_.forward(step_.images(), 0, cut_);
}

PerturbedPasses::Clean PerturbedPasses::clean(bool with_gradient) {
  const auto pass = passes_.begin_first(step_);
  std::vector<StatisticsDelta> deltas;
  const auto value = loss(deltas);
  Tensors by;
  for (const auto& delta : deltas) by.insert(by.end(), {delta.mean, delta.sigma});
  const auto count = static_cast<std::ptrdiff_t>(by.size());
  if (with_gradient) {
    const auto others = inputs();
    by.insert(by.end(), others.begin(), others.end());
  }
  const auto all = torch::autograd::grad({value}, by, {}, std::nullopt, false, true);
  Clean clean{value.detach(), {}, {}};
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const auto& gradient = all[static_cast<std::size_t>(i)];
    clean.ascent.push_back(
        step_.reduced(gradient.defined() ? gradient : torch::zeros_like(by[static_cast<std::size_t>(i)])));
  }
  if (with_gradient) clean.gradient = partial({all.begin() + count, all.end()});
  return clean;
}

PerturbedPasses::Perturbed PerturbedPasses::perturbed(std::vector<StatisticsDelta> deltas) {
  const auto pass = passes_.begin_further(step_, {random_}, !more_passes_);
  const auto value = loss(deltas);
  return {value.detach(), partial(torch::autograd::grad({value}, inputs(), {}, std::nullopt, false, true))};
}

Tensors PerturbedPasses::completed(const PartialGradient& partial) const {
  if (partial.parameters.empty()) return {};
  const auto& parameters = step_.parameters();
  Tensors before(parameters.size());
  if (partial.features.defined() && prefix_.requires_grad()) {
    before = laid_out_as(parameters,
                         torch::autograd::grad({prefix_}, parameters, {partial.features}, true, false, true));
  }
  auto gradients = partial.parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (before[i].defined()) gradients[i] = gradients[i].defined() ? gradients[i] + before[i] : before[i];
    if (!gradients[i].defined()) gradients[i] = torch::zeros_like(parameters[i]);
  }
  return gradients;
}

torch::Tensor PerturbedPasses::loss(std::vector<StatisticsDelta>& deltas) {
  const auto arming = deltas.empty();
  auto x = features_;
  auto from = cut_;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    x = step_.forward(x, from, segments_[i] + 1);
    from = segments_[i] + 1;
    if (arming) {
      deltas.push_back({zero_leaf(x, modules_.per_instance()), zero_leaf(x, modules_.per_instance())});
    }
    x = arming ? perturbed_by_zero(x, deltas[i], modules_.statistics())
               : unseen::perturbed(x, deltas[i], modules_.statistics());
  }
  return step_.loss(step_.forward(x, from, step_.model().segments().size()));
}

Tensors PerturbedPasses::inputs() const {
  auto all = step_.parameters();
  if (cut_ > 0) all.push_back(features_);
  return all;
}

PartialGradient PerturbedPasses::partial(Tensors gradients) const {
  PartialGradient result;
  if (cut_ > 0) {
    result.features = gradients.back();
    gradients.pop_back();
  }
  result.parameters = laid_out_as(step_.parameters(), std::move(gradients));
  return result;
}

}  // namespace unseen
