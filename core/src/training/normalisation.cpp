#include "training/normalisation.hpp"

#include <c10/core/DeviceGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <unseen/error.hpp>

#include "training/kernels/normalise.hpp"

namespace unseen {
namespace {

/// x / 255 / std - mean / std as x * scale + shift: one multiply and one add for a pixel.
std::array<float, 6> scale_and_shift(const InputSpec& input) {
  std::array<float, 6> result{};
  for (std::size_t c = 0; c < 3; ++c) {
    result[c] = static_cast<float>(1.0 / (255.0 * input.std[c]));
    result[c + 3] = static_cast<float>(-input.mean[c] / input.std[c]);
  }
  return result;
}

torch::MemoryFormat layout(bool channels_last) {
  return channels_last ? torch::MemoryFormat::ChannelsLast : torch::MemoryFormat::Contiguous;
}

}  // namespace

torch::Tensor normalised_by_torch(const torch::Tensor& pixels, const InputSpec& input, bool channels_last) {
  auto values = scale_and_shift(input);
  const auto all = torch::from_blob(values.data(), {2, 1, 3, 1, 1}, torch::kFloat)
                       .to(pixels.device(), torch::kFloat, false, true);
  return pixels.permute({0, 3, 1, 2})
      .to(torch::kFloat)
      .mul_(all[0])
      .add_(all[1])
      .contiguous(layout(channels_last));
}

torch::Tensor normalised(const torch::Tensor& pixels, const InputSpec& input, bool channels_last) {
  if (!pixels.is_cuda() || !has_normalise_kernel()) return normalised_by_torch(pixels, input, channels_last);
  const c10::DeviceGuard guard{pixels.device()};
  const auto source = pixels.contiguous();
  auto out = torch::empty({source.size(0), 3, source.size(1), source.size(2)},
                          source.options().dtype(torch::kFloat).memory_format(layout(channels_last)));
  const auto stream = c10::impl::VirtualGuardImpl{torch::kCUDA}.getStream(source.device());
  const auto values = scale_and_shift(input);
  const auto error =
      launch_normalise(source.data_ptr<std::uint8_t>(), out.data_ptr<float>(), source.numel() / 3,
                       source.size(1) * source.size(2), values.data(), channels_last, stream.native_handle());
  if (error != nullptr) throw Error{std::string{"the normalisation kernel failed: "} + error};
  return out;
}

}  // namespace unseen
