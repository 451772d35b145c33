#include "faces/mtcnn.hpp"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <span>

namespace unseen {
namespace {

constexpr float kProposal = 0.6F, kRefinement = 0.7F, kOutput = 0.7F;  // least probabilities
constexpr float kWindow = 12.0F;
constexpr double kShrink = 0.709;
constexpr std::size_t kBatch = 512;  // windows at once: what bounds memory

float logit(float probability) { return std::log(probability / (1.0F - probability)); }
float probability(float logit) { return 1.0F / (1.0F + std::exp(-logit)); }

/// The longer side becomes both sides, about the same centre.
ScoredBox squared(const ScoredBox& box) {
  const auto width = box.right - box.left, height = box.bottom - box.top, side = std::max(width, height);
  const auto left = box.left + width * 0.5F - side * 0.5F, top = box.top + height * 0.5F - side * 0.5F;
  return {left, top, left + side, top + side, box.score};
}

ScoredBox shifted(const ScoredBox& box, const std::array<float, 4>& shift, float pixel) {
  const auto width = box.right - box.left + pixel, height = box.bottom - box.top + pixel;
  return {box.left + shift[0] * width, box.top + shift[1] * height, box.right + shift[2] * width,
          box.bottom + shift[3] * height, box.score};
}

/// The whole pixels of a box, counted from 1 as the cascade does, that lie in the picture.
cv::Rect inside(const ScoredBox& box, const cv::Size& picture) {
  const auto left = std::max(static_cast<int>(box.left), 1), top = std::max(static_cast<int>(box.top), 1);
  const auto right = std::min(static_cast<int>(box.right), picture.width),
             bottom = std::min(static_cast<int>(box.bottom), picture.height);
  return {left - 1, top - 1, std::max(0, right - left + 1), std::max(0, bottom - top + 1)};
}

/// Non-maximum suppression within each picture; what stays, by picture and falling score.
template <class Candidates>
Candidates suppressed(const Candidates& all, std::size_t pictures, float limit, Overlap overlap) {
  std::vector<std::vector<std::size_t>> of_picture(pictures);
  for (std::size_t i = 0; i < all.size(); ++i) of_picture[all[i].picture].push_back(i);
  Candidates kept;
  for (const auto& own : of_picture) {
    std::vector<ScoredBox> boxes;
    for (const auto i : own) boxes.push_back(all[i].box);
    for (const auto i : non_maximum(boxes, limit, overlap)) kept.push_back(all[own[i]]);
  }
  return kept;
}

/// The candidates' windows at the side that a network takes, as (N, 3, side, side).
template <class Candidates>
torch::Tensor windows(const std::vector<AreaSums>& pictures, const Candidates& candidates, int side) {
  const auto all = torch::empty({std::ssize(candidates), side, side, 3});
  auto* out = all.template data_ptr<float>();
  for (const auto& each : candidates) {
    const auto& picture = pictures[each.picture];
    picture.resample(inside(each.window, picture.size()), {side, side}, out);
    out += 3 * side * side;
  }
  return all.permute({0, 3, 1, 2});
}

/// All pictures at a scale, as (N, 3, H, W).
torch::Tensor rescaled(const std::vector<AreaSums>& pictures, double scale) {
  const auto size = pictures[0].size();
  const cv::Size small{static_cast<int>(size.width * scale + 1), static_cast<int>(size.height * scale + 1)};
  const auto all = torch::empty({std::ssize(pictures), small.height, small.width, 3});
  auto* out = all.data_ptr<float>();
  for (const auto& picture : pictures) {
    picture.resample({{}, size}, small, out);
    out += 3 * small.area();
  }
  return all.permute({0, 3, 1, 2});
}

/// Layers are too small to share out: threads that call detect() gain more side by side.
class OneThread {
 public:
  OneThread() : before_{at::get_num_threads()} { at::set_num_threads(1); }
  ~OneThread() { at::set_num_threads(before_); }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int before_;
};

Face face_of(const ScoredBox& box, const ScoredBox& window, const std::array<float, 10>& points) {
  Face face{{box.left, box.top, box.right - box.left, box.bottom - box.top}, box.score, {}};
  const auto width = window.right - window.left + 1.0F, height = window.bottom - window.top + 1.0F;
  for (std::size_t i = 0; i < face.points.size(); ++i) {
    face.points.at(i) = {window.left - 1.0F + points.at(i) * width,
                         window.top - 1.0F + points.at(i + 5) * height};
  }
  return face;
}

}  // namespace

Mtcnn::Mtcnn(const std::filesystem::path& folder, double least_face, torch::Device device)
    : least_face_{least_face},
      proposal_{folder / "pnet.pt", {2, 0, 0}, 0, device},
      refinement_{folder / "rnet.pt", {3, 3, 0}, 3, device},
      output_{folder / "onet.pt", {3, 3, 2, 0}, 3, device} {}

std::vector<std::vector<Face>> Mtcnn::detect(const std::vector<cv::Mat>& pictures) const {
  const OneThread one_thread;
  std::vector<std::vector<Face>> faces(pictures.size());
  if (pictures.empty()) return faces;
  const Sums sums{pictures.begin(), pictures.end()};
  auto found = passed(output_, 48, kOutput, sums, refined(sums));
  for (auto& each : found) each.box = shifted(each.window, each.shift, 1.0F);
  // Many scores are 1 exactly. Of equal ones facenet-pytorch keeps the last here, and the first before.
  std::reverse(found.begin(), found.end());
  for (const auto& each : suppressed(found, pictures.size(), 0.7F, Overlap::of_smaller)) {
    faces[each.picture].push_back(face_of(each.box, each.window, each.points));
  }
  for (auto& own : faces) {
    std::stable_sort(own.begin(), own.end(),
                     [](const Face& a, const Face& b) { return a.box.area() > b.box.area(); });
  }
  return faces;
}

Mtcnn::Candidates Mtcnn::proposed_at(const Sums& pictures, double scale) const {
  const auto output = proposal_(rescaled(pictures, scale));
  const auto face = output.face.accessor<float, 3>();
  const auto shift = output.shift.accessor<float, 4>();
  const auto limit = logit(kProposal), inverse = static_cast<float>(scale);
  Candidates all;
  for (std::int64_t picture = 0; picture < face.size(0); ++picture) {
    for (std::int64_t y = 0; y < face.size(1); ++y) {
      for (std::int64_t x = 0; x < face.size(2); ++x) {
        if (face[picture][y][x] < limit) continue;
        const auto corner = [&](std::int64_t at, float end) {
          return std::floor((2.0F * static_cast<float>(at) + end) / inverse);
        };
        const ScoredBox box{corner(x, 1.0F), corner(y, 1.0F), corner(x, kWindow), corner(y, kWindow),
                            probability(face[picture][y][x])};
        const auto by = shift[picture];
        all.push_back({static_cast<std::size_t>(picture),
                       box,
                       {by[0][y][x], by[1][y][x], by[2][y][x], by[3][y][x]},
                       {},
                       box});
      }
    }
  }
  return suppressed(all, pictures.size(), 0.5F, Overlap::of_union);
}

Mtcnn::Candidates Mtcnn::proposed(const Sums& pictures) const {
  Candidates all;
  const auto size = pictures[0].size();
  auto scale = kWindow / least_face_, shorter = std::min(size.width, size.height) * scale;
  for (; shorter >= kWindow; scale *= kShrink, shorter *= kShrink) {
    const auto found = proposed_at(pictures, scale);
    all.insert(all.end(), found.begin(), found.end());
  }
  all = suppressed(all, pictures.size(), 0.7F, Overlap::of_union);
  for (auto& each : all) each.window = squared(shifted(each.box, each.shift, 0.0F));
  return all;
}

Mtcnn::Candidates Mtcnn::passed(const MtcnnNetwork& network, int side, float threshold, const Sums& pictures,
                                Candidates candidates) {
  std::erase_if(candidates, [&](const Candidate& each) {
    return inside(each.window, pictures[each.picture].size()).empty();
  });
  Candidates kept;
  for (std::size_t first = 0; first < candidates.size(); first += kBatch) {
    const std::span batch{candidates.begin() + first, std::min(kBatch, candidates.size() - first)};
    const auto output = network(windows(pictures, batch, side));
    const auto* face = output.face.const_data_ptr<float>();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (face[i] <= logit(threshold)) continue;
      auto each = batch[i];
      each.window.score = probability(face[i]);
      each.box = each.window;
      std::copy_n(output.shift.const_data_ptr<float>() + each.shift.size() * i, each.shift.size(),
                  each.shift.begin());
      if (output.points.numel() > 0)
        std::copy_n(output.points.const_data_ptr<float>() + each.points.size() * i, each.points.size(),
                    each.points.begin());
      kept.push_back(each);
    }
  }
  return kept;
}

Mtcnn::Candidates Mtcnn::refined(const Sums& pictures) const {
  auto found = suppressed(passed(refinement_, 24, kRefinement, pictures, proposed(pictures)), pictures.size(),
                          0.7F, Overlap::of_union);
  for (auto& each : found) each.window = squared(shifted(each.window, each.shift, 1.0F));
  return found;
}

}  // namespace unseen
