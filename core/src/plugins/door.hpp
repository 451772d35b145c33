#pragma once

namespace unseen {

/// Opens libunseen_train.so, all that needs torch, and returns the address of its exported table
/// `unseen_door`. Only commands that compute ask for it: it costs a third of a second. Error naming the file
/// where it cannot be loaded.
const void* open_door();

}  // namespace unseen
