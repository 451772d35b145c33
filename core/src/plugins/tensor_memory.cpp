#include "plugins/tensor_memory.hpp"

#include <malloc.h>

#include <climits>
#include <cstdlib>

namespace unseen {

void keep_tensor_memory() {
  setenv("THP_MEM_ALLOC_ENABLE", "1", 0);  // read by LibTorch's CPU allocator
#ifdef __GLIBC__
  constexpr int kMostThatGlibcTakes = 32 << 20;
  mallopt(M_MMAP_THRESHOLD, kMostThatGlibcTakes);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif
}

}  // namespace unseen
