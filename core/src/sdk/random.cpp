#include <unseen/random.hpp>

#include <cmath>
#include <numbers>

namespace unseen {

Random::Random(std::uint64_t seed, std::uint64_t epoch, std::uint64_t item)
    : state_{mixed(mixed(mixed(seed + kGolden) + epoch + kGolden) + item + kGolden)} {}

double Random::uniform() { return static_cast<double>((*this)() >> 11) * 0x1p-53; }

double Random::uniform(double least, double below) {
  const auto drawn = least + (below - least) * uniform();
  return drawn < below ? drawn : std::nextafter(below, least);  // rounding may have reached the open end
}

std::int64_t Random::integer(std::int64_t least, std::int64_t most) {
  const auto count = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least) + 1;
  if (count == 0) return static_cast<std::int64_t>((*this)());
  // Rejection keeps the draw unbiased (Lemire, ACM TOMACS 2019, gives the bound).
  const auto reject_below = (0 - count) % count;
  auto draw = (*this)();
  while (draw < reject_below) draw = (*this)();
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + draw % count);
}

bool Random::chance(double probability) { return uniform() < probability; }

double Random::normal() {
  // Box-Muller; 1 - u keeps the logarithm finite.
  const auto radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

}  // namespace unseen
