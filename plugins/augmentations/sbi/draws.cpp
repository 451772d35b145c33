#include "draws.hpp"

#include "elastic.hpp"

namespace unseen::sbi {
namespace {

MaskKind draw_kind(const Options& options, Random& random) {
  const auto last = static_cast<std::int64_t>(options.masks.size()) - 1;
  return options.masks[static_cast<std::size_t>(random.integer(0, last))];
}

}  // namespace

// Members are initialised, and so drawn, in the order of their declaration.
Draws::Draws(const Options& options, const cv::Size& canvas, Random& random, Phase phase)
    : mirrors{phase == Phase::train && random.chance(options.flip)},
      drops_forehead{random.chance(options.drop_forehead)},
      kind{draw_kind(options, random)},
      transforms_source{random.chance(options.transform_source)},
      transform{draw_transform(random)},
      affine{draw_affine(options, canvas, random)},
      field{elastic_field(canvas, options.elastic_strength, options.elastic_sigma, random)},
      softening{draw_softening(options, random)},
      finish{phase == Phase::train && options.augment ? draw_finish(random) : Finish{}},
      margins{phase == Phase::train ? draw_margins(random) : kFixedMargins} {}

}  // namespace unseen::sbi
