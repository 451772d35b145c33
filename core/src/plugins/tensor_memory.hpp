#pragma once

namespace unseen {

/// Memory that tensors of up to 32 MiB give back stays with the process, and large ones lie in large pages: a
/// step takes and frees hundreds of megabytes, which the system would fault in anew, page by page, each time.
/// Call it before LibTorch makes its first tensor. A user's own THP_MEM_ALLOC_ENABLE stays.
void keep_tensor_memory();

}  // namespace unseen
