#include <unseen/augmentation.hpp>

namespace unseen {

Augmentation::Augmentation() = default;
Augmentation::~Augmentation() = default;

}  // namespace unseen
