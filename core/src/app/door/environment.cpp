#include "app/door/environment.hpp"

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <sys/utsname.h>
#include <torch/version.h>
#include <opencv2/core/version.hpp>

#include <unseen/stamp.hpp>

#include "app/version.hpp"

namespace unseen {

std::map<std::string, std::string> environment() {
  utsname system{};
  uname(&system);
  return {{"unseen", version_text()},
          {"stamp", UNSEEN_STAMP},
          {"libtorch", TORCH_VERSION},
          {"opencv", CV_VERSION},
          {"compiler", "g++ " __VERSION__},
          {"system", std::string{system.sysname} + " " + system.release + " " + system.machine},
          {"threads", std::to_string(at::get_num_threads())},
          {"cpu_capability", at::get_cpu_capability()}};
}

}  // namespace unseen
