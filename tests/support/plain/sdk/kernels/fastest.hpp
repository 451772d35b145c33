#pragma once

namespace unseen {

/// Stands in for core/src/sdk/kernels/fastest.hpp: the form for any processor, whatever this one has.
template <auto kernel, class... Arguments>
void fastest(Arguments... arguments) {
  kernel(arguments...);
}

}  // namespace unseen
