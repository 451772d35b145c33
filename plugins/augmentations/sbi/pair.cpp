#include "pair.hpp"

#include <utility>

#include <opencv2/core.hpp>

#include "blend.hpp"
#include "hulls.hpp"

namespace unseen::sbi {
namespace {

/// Steps 4, 5, 7, 8 and the first half of 9.
cv::Mat mask_cores(const Face& face, const Draws& draws) {
  const auto points = draws.drops_forehead ? without_forehead(face.points) : face.points;
  const auto drawn = drawn_mask(draws.kind, points, face.image.size());
  return cores(deformed(drawn, draws.affine, draws.field, draws.softening.grid), draws.softening.inner);
}

/// Whether the region's middle can be seen, and not the last of its border alone.
bool is_visible(const cv::Mat& mask, const Softening& softening) {
  double most = 0;
  cv::minMaxLoc(mask, nullptr, &most);
  return most >= softening.ratio / 2;
}

/// Step 10, real and fake. They differ in `mixed` alone, at `place`, so only that is coloured twice.
std::pair<cv::Mat, cv::Mat> finished(const cv::Mat& target, const cv::Mat& mixed, const cv::Point& place,
                                     const Finish& finish, ColourMeaning colour) {
  const auto real = recoloured(target, finish.colour, colour);
  auto fake = real.clone();
  recoloured(mixed, finish.colour, colour).copyTo(fake(cv::Rect(place, mixed.size())));
  return {compressed(real, finish), compressed(fake, finish)};
}

bool is_same(const cv::Mat& a, const cv::Mat& b) { return cv::norm(a, b, cv::NORM_INF) == 0; }

}  // namespace

std::optional<Pair> blended_pair(const Face& given, const Draws& draws, ColourMeaning colour) {
  const auto face = draws.mirrors ? mirrored(given) : given;
  const auto canvas = face.image.size();
  const auto window = inner_window(face, draws.margins);
  // Beyond what the window shows nothing is computed, and the copy only where it is blended in.
  const auto visible = needed_for(draws.finish, window, canvas);
  const auto mask = mask_cores(face, draws);
  const auto blended = support(mask, draws.softening, canvas) & visible;
  const auto origin = draws.affine.origin_of(blended, canvas);
  const auto masked = blended & window;
  if (masked.empty() || origin.empty()) return {};
  const auto share = enlarged(softened(mask, draws.softening), canvas, blended);
  const auto shown_share = share(masked - blended.tl());
  if (!is_visible(shown_share, draws.softening)) return {};

  const auto part = [&](const cv::Rect& region, bool changes) {
    return changes ? transformed(face.image, region, draws.transform, colour) : face.image(region);
  };
  const auto target = part(visible, !draws.transforms_source);
  const auto source = warped(part(origin, draws.transforms_source), origin.tl(), draws.affine, blended);
  const auto place = blended - visible.tl();
  auto mixed = target(place).clone();
  blend(source, share, mixed);

  const auto [real, fake] = finished(target, mixed, place.tl(), draws.finish, colour);
  const auto shown = window - visible.tl();
  Pair pair{real(shown), fake(shown), face.points, shown_share, masked - window.tl()};
  if (is_same(pair.real, pair.fake)) return {};
  for (auto& point : pair.points) point -= cv::Point2f(window.tl());
  return pair;
}

}  // namespace unseen::sbi
