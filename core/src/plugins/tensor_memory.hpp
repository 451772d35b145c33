#pragma once

namespace unseen {

/// Memory that tensors give back stays with the process, and large tensors lie in large pages: a step takes
/// and frees hundreds of megabytes, and the system would fault them in anew, page by page, at every step.
/// Call it before LibTorch makes its first tensor. A user's own THP_MEM_ALLOC_ENABLE stays.
void keep_tensor_memory();

}  // namespace unseen
