// Must not compile: the class is no regularizer.
#include <unseen/regularizer.hpp>

namespace {

struct Bad {
  explicit Bad(const unseen::Params&) {}
};

}  // namespace

UNSEEN_PLUGIN(Regularizer, Bad, "bad");
