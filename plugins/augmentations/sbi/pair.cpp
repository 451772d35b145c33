#include "pair.hpp"

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
  if ((blended & window).empty() || origin.empty()) return {};

  const auto part = [&](const cv::Rect& region, bool changes) {
    return changes ? transformed(face.image, region, draws.transform, colour) : face.image(region);
  };
  const auto target = part(visible, !draws.transforms_source);
  const auto source = warped(part(origin, draws.transforms_source), origin.tl(), draws.affine, blended);
  const auto share = enlarged(softened(mask, draws.softening), canvas, blended);
  auto mixed = target(blended - visible.tl()).clone();
  blend(source, share, mixed);

  const auto real = recoloured(target, draws.finish.colour, colour);
  auto fake = real.clone();
  recoloured(mixed, draws.finish.colour, colour).copyTo(fake(blended - visible.tl()));
  const auto shown = window - visible.tl();
  const auto masked = blended & window;
  Pair pair{compressed(real, draws.finish)(shown), compressed(fake, draws.finish)(shown), face.points,
            share(masked - blended.tl()), masked - window.tl()};
  if (is_same(pair.real, pair.fake)) return {};
  for (auto& point : pair.points) point -= cv::Point2f(window.tl());
  return pair;
}

}  // namespace unseen::sbi
