#pragma once

#include <string>
#include <vector>

#include <unseen/random.hpp>

#include "procedural_face.hpp"

namespace unseen {

/// Forgery families a detector may be trained on: each leaves another kind of trace in the inner face.
///   checkerboard  the lattice that strided up-sampling leaves
///   lowpass       a smooth patch, slightly off in colour
///   seam          a pasted, displaced patch with noise of its own and a hard border
///   ringing       halos of over-sharpening
const std::vector<std::string>& training_families();

/// Families only for tests, so that something stays unseen in every experiment.
///   blocks        averages over a coarse grid
///   ghost         a second, faint copy beside the first
const std::vector<std::string>& test_families();

/// Changes the inner face of `face.image`. `video` draws what all frames of a video share, `frame` the rest.
void forge(const std::string& family, Face& face, Random& video, Random& frame);

}  // namespace unseen
