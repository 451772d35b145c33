#include "training/step_outcome.hpp"

#include <algorithm>

#include <unseen/error.hpp>
#include <unseen/gradients.hpp>

namespace unseen {

void StepOutcome::add(const StepOutcome& next) {
  if (micro_batches++ == 0) {
    scalars = next.scalars;
    gradients = next.gradients;
    buffers_before = next.buffers_before;
    return;
  }
  const auto same_name = [](const auto& a, const auto& b) { return a.first == b.first; };
  if (!std::equal(scalars.begin(), scalars.end(), next.scalars.begin(), next.scalars.end(), same_name)) {
    throw Error{
        "the regularizer reports other scalars than in the micro-batch before; report the same in each"};
  }
  // Running means, in the order the micro-batches came.
  const auto share = 1.0 / static_cast<double>(micro_batches);
  for (std::size_t i = 0; i < scalars.size(); ++i)
    scalars[i].second += (next.scalars[i].second - scalars[i].second) * share;
  mix(share, next.gradients, 1.0 - share, gradients);
}

}  // namespace unseen
