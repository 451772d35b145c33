#include "faces/mtcnn_networks.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include <unseen/error.hpp>

#include "faces/kernels/rectified_pool.hpp"
#include "training/stored_tensors.hpp"
#include "weights/weight_file.hpp"

namespace unseen {
namespace {

using torch::Tensor;

constexpr double kPixelMean = 127.5, kPixelScale = 0.0078125;

/// Pixels that enter at once on a CPU: what the first layer makes of them then stays in its caches.
constexpr std::int64_t kPixelsInCache = 100'000;

/// The tensors of one file, by name.
struct MtcnnFile {
  std::filesystem::path path;
  TensorTable table;

  Tensor operator()(const std::string& name, at::IntArrayRef shape) const {
    const auto found = table.tensors.find(name);
    const auto there = found != table.tensors.end();
    if (!there || at::IntArrayRef{found->second.shape} != shape) {
      throw InputError{fmt::format(
          "{}: wanted a tensor {} of {}, as facenet-pytorch's MTCNN has it, found {}; run scripts/setup, or "
          "give the folder of its pnet.pt, rnet.pt and onet.pt as faces.model",
          path.string(), name, fmt::join(shape, " x "),
          there ? fmt::format("{}", fmt::join(found->second.shape, " x ")) : "none of that name")};
    }
    return tensor_of(found->second);
  }

  /// The first dimension of a tensor; 0 where there is none.
  std::int64_t rows(const std::string& name) const {
    const auto found = table.tensors.find(name);
    return found == table.tensors.end() || found->second.shape.empty() ? 0 : found->second.shape[0];
  }

  std::int64_t kernel(const std::string& name) const {
    const auto found = table.tensors.find(name);
    return found == table.tensors.end() || found->second.shape.size() != 4 ? 0 : found->second.shape[3];
  }
};

/// Layers as they are stored: their weights as kernels.
class MtcnnReader {
 public:
  MtcnnReader(const std::filesystem::path& path, std::int64_t dense)
      : file_{path, read_weight_file(path)}, dense_{dense} {}

  MtcnnLayer convolution(std::int64_t number, std::int64_t pool) {
    auto layer = kernel_of(fmt::format("conv{}", number));
    layer.slope = file_(fmt::format("prelu{}.weight", number), {channels_});
    layer.pool = pool;
    return layer;
  }

  MtcnnLayer fully_connected(std::int64_t number) {
    auto layer = matrix_of(fmt::format("dense{}", number), dense_);
    layer.slope = file_(fmt::format("prelu{}.weight", number), {channels_});
    return layer;
  }

  /// The heads as one layer: the logit of face against no face, the shifts, the points if there are any.
  MtcnnLayer heads(std::int64_t number) {
    const auto before = channels_;
    std::vector<Tensor> weights, biases;
    for (int head = 1; head <= 3; ++head) {
      const auto name = fmt::format("{}{}_{}", dense_ > 0 ? "dense" : "conv", number, head);
      if (head == 3 && file_.rows(name + ".weight") == 0) break;
      channels_ = before;
      auto layer = dense_ > 0 ? matrix_of(name, 1) : kernel_of(name);
      if (head == 1) {  // softmax of two is the logistic function of their difference
        layer.weight = layer.weight.slice(0, 1, 2) - layer.weight.slice(0, 0, 1);
        layer.bias = layer.bias.slice(0, 1, 2) - layer.bias.slice(0, 0, 1);
      }
      weights.push_back(layer.weight);
      biases.push_back(layer.bias);
    }
    return {torch::cat(weights), torch::cat(biases), {}, 0};
  }

 private:
  MtcnnLayer kernel_of(const std::string& name) {
    const auto side = file_.kernel(name + ".weight"), rows = file_.rows(name + ".weight");
    MtcnnLayer layer{
        file_(name + ".weight", {rows, channels_, side, side}), file_(name + ".bias", {rows}), {}, 0};
    channels_ = rows;
    return layer;
  }

  /// The flattened picture runs over columns first, then rows, then channels.
  MtcnnLayer matrix_of(const std::string& name, std::int64_t side) {
    const auto rows = file_.rows(name + ".weight");
    const auto flat = file_(name + ".weight", {rows, channels_ * side * side});
    MtcnnLayer layer{flat.view({rows, side, side, channels_}).permute({0, 3, 2, 1}).contiguous(),
                     file_(name + ".bias", {rows}),
                     {},
                     0};
    channels_ = rows;
    return layer;
  }

  MtcnnFile file_;
  std::int64_t dense_;
  std::int64_t channels_ = 3;
};

/// No padding anywhere, so that the normalisation of pixels is the same everywhere.
void fold_normalisation(MtcnnLayer& first) {
  first.weight = first.weight * kPixelScale;
  first.bias = first.bias - kPixelMean * first.weight.sum({1, 2, 3});
}

Tensor rectified_pool(const Tensor& x, const Tensor& slope, std::int64_t side) {
  const auto length = [&](int axis) { return static_cast<int>(x.size(axis)); };
  const FeatureMap map{x.const_data_ptr<float>(), length(2), length(3), length(1)};
  const auto out = torch::empty({x.size(0), x.size(1), pooled_length(map.height, static_cast<int>(side)),
                                 pooled_length(map.width, static_cast<int>(side))},
                                x.options().memory_format(at::MemoryFormat::ChannelsLast));
  for (std::int64_t i = 0; i < x.size(0); ++i) {
    auto picture = map;
    picture.values += i * x[i].numel();
    unseen::rectified_pool(picture, slope.const_data_ptr<float>(), static_cast<int>(side),
                           out.mutable_data_ptr<float>() + i * out[i].numel());
  }
  return out;
}

/// In place: the layers' maps are what memory is spent on.
Tensor rectified(Tensor x, const Tensor& slope) {
  x = x.contiguous(at::MemoryFormat::ChannelsLast);
  unseen::rectify(x.mutable_data_ptr<float>(), static_cast<int>(x.size(0) * x.size(2)),
                  static_cast<int>(x.size(3)), static_cast<int>(x.size(1)), slope.const_data_ptr<float>());
  return x;
}

}  // namespace

MtcnnNetwork::MtcnnNetwork(const std::filesystem::path& file, std::vector<std::int64_t> pools,
                           std::int64_t dense, torch::Device device)
    : device_{device} {
  MtcnnReader reader{file, dense};
  for (std::size_t i = 0; i < pools.size(); ++i)
    layers_.push_back(reader.convolution(static_cast<std::int64_t>(i) + 1, pools[i]));
  auto number = static_cast<std::int64_t>(pools.size()) + 1;
  if (dense > 0) layers_.push_back(reader.fully_connected(number++));
  heads_ = reader.heads(number);
  fold_normalisation(layers_.front());
  for (auto& layer : layers_)
    layer = {layer.weight.to(device), layer.bias.to(device), layer.slope.to(device), layer.pool};
  heads_ = {heads_.weight.to(device), heads_.bias.to(device), {}, 0};
}

Tensor MtcnnNetwork::heads(Tensor x) const {
  for (const auto& layer : layers_) {
    x = at::conv2d(x, layer.weight, layer.bias);
    if (x.is_cpu()) {
      x = layer.pool > 0
              ? rectified_pool(x.contiguous(at::MemoryFormat::ChannelsLast), layer.slope, layer.pool)
              : rectified(x, layer.slope);
      continue;
    }
    x = at::prelu(x, layer.slope);
    if (layer.pool > 0) x = at::max_pool2d(x, layer.pool, 2, 0, 1, /*ceil_mode=*/true);
  }
  return at::conv2d(x, heads_.weight, heads_.bias);
}

MtcnnOutput MtcnnNetwork::operator()(const Tensor& pictures) const {
  const c10::InferenceMode inference;
  Tensor x;
  if (device_.is_cpu()) {
    std::vector<Tensor> parts;
    const auto pixels = pictures.size(2) * pictures.size(3);
    for (const auto& part : pictures.split(std::max<std::int64_t>(1, kPixelsInCache / pixels)))
      parts.push_back(heads(part));
    x = torch::cat(parts).contiguous();
  } else {
    x = heads(pictures.to(device_)).cpu().contiguous();
  }
  return {x.select(1, 0).contiguous(), x.slice(1, 1, 5).contiguous(), x.slice(1, 5).contiguous()};
}

}  // namespace unseen
