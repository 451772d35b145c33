#pragma once

#include <cstdint>

namespace unseen {

/// `count` pixels to luma and the two differences of colour, as libjpeg computes them (JFIF, 16 fractional
/// bits).
void split_bgr(const std::uint8_t* bgr, int count, std::uint8_t* luma, std::uint8_t* blue, std::uint8_t* red);
void join_bgr(const std::uint8_t* luma, const std::uint8_t* blue, const std::uint8_t* red, int count,
              std::uint8_t* bgr);

/// The means of two by two samples; `count` of them. Halves are rounded down and up in turn.
void halve_rows(const std::uint8_t* upper, const std::uint8_t* lower, int count, std::uint8_t* means);

/// Between the rows `near` and `far` and their columns, 3 parts the nearer and 1 the farther: 2 `count`
/// samples. `work` holds count + 2 numbers.
void widen_row(const std::uint8_t* near, const std::uint8_t* far, int count, std::int16_t* work,
               std::uint8_t* wide);

}  // namespace unseen
