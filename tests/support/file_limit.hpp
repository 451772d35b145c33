#pragma once

#include <signal.h>
#include <sys/resource.h>

namespace unseen {

/// Stands in for a full disk: a write that makes a file of this process longer than `bytes` fails from now
/// on.
inline void limit_files(rlim_t bytes) {
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes;
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

}  // namespace unseen
