// People and forgeries drawn from a seed, for trying things out without any data: real videos of people who
// differ between splits, and fakes made from them by families that leave different traces. A detector trained
// on one family meets the question of this project on the others.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>

#include <unseen/dataset.hpp>
#include <unseen/error.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

#include "procedural_face.hpp"
#include "procedural_forgery.hpp"

namespace {

using unseen::InputError;
using unseen::Random;

constexpr std::array kSplits{"train", "val", "test"};
constexpr std::uint64_t kPeople =
    1'000'000;  // of a split at most: where the numbers of the next split's people begin
constexpr std::uint64_t kWholeVideo = 0xFFFFFFFF;

std::vector<std::string> all_families() {
  auto families = unseen::training_families();
  families.insert(families.end(), unseen::test_families().begin(), unseen::test_families().end());
  return families;
}

/// 0 for a pristine video.
std::uint64_t family_number(const std::string& method) {
  const auto families = all_families();
  const auto found = std::find(families.begin(), families.end(), method);
  return found == families.end() ? 0 : static_cast<std::uint64_t>(found - families.begin()) + 1;
}

class Procedural final : public unseen::Dataset {
 public:
  explicit Procedural(const unseen::Params& params)
      : seed_{static_cast<std::uint64_t>(params.integer("seed", 0, "what all pictures are drawn from"))},
        identities_{
            params.integer("identities", 40, "people in each split, one real video of each", {1, kPeople})},
        frames_{params.integer("frames", 16, "frames of each video", {1, 10'000})},
        side_{
            static_cast<int>(params.integer("side", 96, "width and height of a frame, pixels", {32, 1024}))},
        methods_{params.texts("methods", unseen::training_families(),
                              "forgery families; blocks and ghost only in split \"test\"", all_families())} {}

  bool needs_root() const override { return false; }

  unseen::Manifest manifest(const std::string& split) const override {
    refuse_unknown(split);
    unseen::Manifest result;
    for (std::int64_t person = 0; person < identities_; ++person) {
      const auto name = fmt::format("{}/{:03}", split, person);
      add({name, 0, "real", "", split, {}}, result);
      for (const auto& method : methods_) add({method + "/" + name, 1, method, name, split, {}}, result);
    }
    return result;
  }

  cv::Mat read(const unseen::Video& video, std::int64_t frame) const override {
    const auto person = person_of(video);
    const auto moment = static_cast<std::uint64_t>(frame);
    Random identity{seed_, person, kWholeVideo};
    Random motion{seed_, person, moment};
    const auto portrait = unseen::draw_portrait(identity);
    const auto camera = unseen::draw_camera(identity);
    auto face = unseen::draw_face(portrait, unseen::draw_shot(motion), side_);
    unseen::add_noise(face.image, camera.noise, motion);
    if (const auto family = family_number(video.method); family > 0) {
      Random whole{seed_, person, (family << 32) + kWholeVideo};
      Random own{seed_, person, (family << 32) + moment};
      unseen::forge(video.method, face, whole, own);
    }
    unseen::soften(face.image, camera.softness);
    return face.image;
  }

 private:
  void refuse_unknown(const std::string& split) const {
    if (std::find(kSplits.begin(), kSplits.end(), split) == kSplits.end()) {
      throw InputError{fmt::format("procedural: unknown split \"{}\"; it draws train, val and test", split)};
    }
    if (split == "test") return;
    for (const auto& family : unseen::test_families()) {
      if (std::find(methods_.begin(), methods_.end(), family) == methods_.end()) continue;
      throw InputError{
          fmt::format("procedural: \"{}\" is kept for tests, found in `methods` of split \"{}\"; train "
                      "on {}",
                      family, split, fmt::join(unseen::training_families(), ", "))};
    }
  }

  void add(unseen::Video video, unseen::Manifest& result) const {
    video.path = video.id;
    video.frames = frames_;
    result.videos.push_back(std::move(video));
  }

  static std::uint64_t person_of(const unseen::Video& video) {
    const auto digits = video.id.substr(video.id.rfind('/') + 1);
    std::uint64_t person = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), person);
    const auto split = std::find(kSplits.begin(), kSplits.end(), video.split) - kSplits.begin();
    return static_cast<std::uint64_t>(split) * kPeople + person;
  }

  std::uint64_t seed_;
  std::int64_t identities_;
  std::int64_t frames_;
  int side_;
  std::vector<std::string> methods_;
};

}  // namespace

UNSEEN_PLUGIN(Dataset, Procedural, "procedural");
