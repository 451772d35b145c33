// An augmentation that can make nothing of the first frames of real videos, or with `all` of any.
#include <unseen/augmentation.hpp>
#include <unseen/error.hpp>
#include <unseen/params.hpp>

namespace {

class Picky final : public unseen::Augmentation {
 public:
  explicit Picky(const unseen::Params& params) : all_{params.flag("all", false, "refuses every sample")} {}

  void apply(unseen::Group& group, unseen::Random&, unseen::Phase) const override {
    const auto& sample = group[0];
    if (all_ || (sample.label == 0 && sample.frame == 0)) {
      throw unseen::UnusableSample{sample.video + ": frame " + std::to_string(sample.frame) +
                                   ": not this one"};
    }
  }

 private:
  bool all_;
};

}  // namespace

UNSEEN_PLUGIN(Augmentation, Picky, "picky");
