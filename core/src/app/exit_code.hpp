#pragma once

#include <functional>

namespace unseen {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongInput = 2;

/// Runs a command: its exit code, or, after "unseen: MESSAGE" on stderr, 2 for an InputError and 1 for all
/// else.
int guarded(const std::function<int()>& command);

}  // namespace unseen
