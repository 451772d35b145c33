// Self-blended images (Shiohara and Yamasaki, CVPR 2022): a fake made of a real face alone, by pasting a
// changed copy of it onto itself. Written from a description of the recipe; only its numbers are the
// authors'.
//
// The group's real becomes (real, fake). A real whose draws leave no fake (a mask that vanished) draws again,
// at most 16 times; then, and for landmarks that are no face's, apply() throws an Error with video and frame,
// for a pair of two reals would be a wrong label. Points of the forehead exist in dlib's 81-point scheme
// only; with 68, step 4's case without them is every sample's.
#include <fmt/format.h>

#include <unseen/augmentation.hpp>
#include <unseen/error.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

#include "draws.hpp"
#include "face.hpp"
#include "options.hpp"
#include "pair.hpp"

namespace {

using unseen::Group;
using unseen::Phase;
using unseen::Random;
using unseen::Sample;

constexpr int kAttempts = 16;

class Sbi final : public unseen::Augmentation {
 public:
  explicit Sbi(const unseen::Params& params) : options_{params} {}

  unseen::AugmentationTraits traits() const override { return {2, true}; }

  void apply(Group& group, Random& random, Phase phase) const override {
    refuse_others_than_one_real(group);
    const auto face = unseen::sbi::outer_face(group[0]);
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      const unseen::sbi::Draws draws{options_, face.image.size(), random, phase};
      if (const auto pair = unseen::sbi::blended_pair(face, draws, options_.colour)) {
        group = {sample_of(group[0], *pair, 0), sample_of(group[0], *pair, 1)};
        return;
      }
    }
    throw unseen::UnusableSample{
        fmt::format("sbi: {}: frame {}: {} draws left no visible blend; look at its landmarks and box, or "
                    "leave the frame out",
                    group[0].video, group[0].frame, kAttempts)};
  }

 private:
  static void refuse_others_than_one_real(const Group& group) {
    if (group.size() != 1) {
      throw unseen::InputError{
          fmt::format("sbi: wanted one sample, found a group of {}; name it before others that make pairs",
                      group.size())};
    }
    if (group[0].image.datastart != group[0].outer.datastart) {
      throw unseen::InputError{
          "sbi: an augmentation before it has changed the crop, and it cuts its own from the surroundings; "
          "name it first "
          "(horizontal_flip alone may stand before it)"};
    }
    if (group[0].label == 0) return;
    throw unseen::InputError{
        fmt::format("sbi: {} is a fake; it makes its own from reals, so give it those alone (methods = [])",
                    group[0].video)};
  }

  static Sample sample_of(const Sample& given, const unseen::sbi::Pair& pair, int label) {
    Sample sample;
    sample.image = label == 0 ? pair.real : pair.fake;
    sample.outer = sample.image;
    sample.box = {{0, 0}, sample.image.size()};
    sample.label = label;
    sample.landmarks = pair.points;
    sample.video = given.video;
    sample.frame = given.frame;
    return sample;
  }

  unseen::sbi::Options options_;
};

}  // namespace

UNSEEN_PLUGIN(Augmentation, Sbi, "sbi");
