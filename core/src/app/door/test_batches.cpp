#include "app/door/test_batches.hpp"

#include <torch/types.h>

#include <algorithm>

namespace unseen {

std::unique_ptr<PreparedSet> test_set(const ResolvedTest& test, const CellConfig& config, std::int64_t side,
                                      const Placement& where, const StopRequest& stop) {
  SetOptions options;
  options.faces = config.faces;
  options.frames_per_video = test.config.frames_per_video;
  options.side = side;
  options.workers = where.workers;
  options.device = where.device;
  return std::make_unique<PreparedSet>(test.data, options, "test " + test.config.name, stop);
}

void each_batch(const PreparedSet& set, std::int64_t side, std::int64_t batch_size,
                const std::function<void(const torch::Tensor&, const std::vector<std::int64_t>&)>& take) {
  const auto size = static_cast<std::int64_t>(set.size());
  for (std::int64_t from = 0; from < size; from += batch_size) {
    const auto count = std::min(batch_size, size - from);
    const auto pixels = torch::empty({count, side, side, 3}, torch::kByte);
    std::vector<std::int64_t> labels(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i) {
      set.produce(0, static_cast<std::size_t>(from + i), pixels[i].mutable_data_ptr<std::uint8_t>(),
                  &labels[static_cast<std::size_t>(i)]);
    }
    take(pixels, labels);
  }
}

}  // namespace unseen
