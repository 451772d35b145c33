#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace unseen {

struct Scalar {
  std::string tag;
  std::int64_t step = 0;
  double value = 0.0;  ///< kept as float32, which is all that the format has
};

/// A TensorBoard event file of scalars, all at one time (seconds since 1970): records of TensorFlow's
/// TFRecord format (length, data and a masked CRC-32C of each), each an Event message of
/// tensorflow/core/util/event.proto.
std::string event_file(double time, const std::vector<Scalar>& scalars);

}  // namespace unseen
