#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace unseen {

/// So many blocks of 8x8 samples at most go through together, side by side.
constexpr int kJpegBlocks = 16;

/// One coefficient's step of quantisation.
struct JpegStep {
  int size;
  float per_step;  ///< 1 / (8 size): the transform's output is 8 times the coefficient
};
using JpegSteps = std::array<JpegStep, 64>;

/// The tables of Annex K.1 of the standard (ITU-T T.81), scaled by quality as libjpeg scales them.
JpegSteps luma_steps(int quality);
JpegSteps chroma_steps(int quality);

/// What quantisation leaves of `blocks` blocks in eight rows of samples, in place. Rows hold kJpegBlocks
/// blocks; what lies behind the first `blocks` is changed too, to no purpose.
void quantise_blocks(std::uint8_t* samples, std::ptrdiff_t stride, int blocks, const JpegSteps& steps);

}  // namespace unseen
