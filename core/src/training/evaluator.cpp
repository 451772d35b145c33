#include "training/evaluator.hpp"

#include <algorithm>

#include "training/loader.hpp"
#include "training/normalisation.hpp"
#include "training/progress.hpp"
#include "training/shifted_forward.hpp"

namespace unseen {
namespace {

/// In evaluation mode while it lives.
class Evaluating {
 public:
  explicit Evaluating(Backbone& model) : model_{model}, was_training_{model.is_training()} { model_.eval(); }
  ~Evaluating() { model_.train(was_training_); }
  Evaluating(const Evaluating&) = delete;
  Evaluating& operator=(const Evaluating&) = delete;

 private:
  Backbone& model_;
  bool was_training_;
};

torch::Tensor images_of(Backbone& model, const torch::Tensor& pixels, const Placement& placement) {
  constexpr auto kAsynchronous = true;
  return normalised(pixels.to(placement.device, kAsynchronous), model.input(), placement.channels_last);
}

std::vector<std::vector<std::size_t>> batches_in_order(std::size_t count, std::size_t size) {
  std::vector<std::vector<std::size_t>> batches;
  for (std::size_t i = 0; i < count; ++i) {
    if (i % size == 0) batches.emplace_back();
    batches.back().push_back(i);
  }
  return batches;
}

}  // namespace

std::vector<double> fake_probabilities(Backbone& model, const torch::Tensor& pixels,
                                       const Placement& placement,
                                       const std::optional<StatisticsShift>& shift) {
  const torch::InferenceMode inference;
  const auto logits =
      shifted_forward(model, images_of(model, pixels, placement), shift, model.segments().size());
  const auto fake = logits.to(torch::kDouble).softmax(1).select(1, 1).cpu().contiguous();
  return {fake.const_data_ptr<double>(), fake.const_data_ptr<double>() + fake.numel()};
}

torch::Tensor features(Backbone& model, const torch::Tensor& pixels, const Placement& placement,
                       const std::optional<StatisticsShift>& shift) {
  const torch::InferenceMode inference;
  const auto before_head = model.segment_index("head");
  return shifted_forward(model, images_of(model, pixels, placement), shift, before_head)
      .to(torch::kCPU, torch::kFloat);
}

std::vector<double> fake_probabilities(Backbone& model, const SampleSource& source, std::size_t count,
                                       std::int64_t batch_size, const Placement& placement,
                                       const std::optional<StatisticsShift>& shift, const std::string& label,
                                       const StopRequest& stop) {
  const torch::InferenceMode inference;
  const Evaluating evaluating{model};
  const auto batches = batches_in_order(count, static_cast<std::size_t>(batch_size));
  Progress progress{label, "images", static_cast<std::int64_t>(batches.size())};
  Loader loader{batches,
                {source.samples_per_item(), model.input().side, placement.device.is_cuda()},
                [&source](std::size_t item, std::uint8_t* pixels, std::int64_t* labels) {
                  source.produce(0, item, pixels, labels);
                },
                placement.workers};
  std::vector<double> scores;
  while (auto batch = loader.next()) {
    if (const auto signal = stop()) throw Interrupted{*signal};
    const auto of_batch = fake_probabilities(model, batch->pixels, placement, shift);
    scores.insert(scores.end(), of_batch.begin(), of_batch.end());
    progress.step(batch->size(), "");
  }
  return scores;
}

}  // namespace unseen
