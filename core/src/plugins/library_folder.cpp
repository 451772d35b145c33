#include "plugins/library_folder.hpp"

#include <dlfcn.h>

#include <unseen/error.hpp>

namespace unseen {

std::filesystem::path library_folder() {
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&library_folder), &info) == 0 || info.dli_fname == nullptr) {
    throw Error{"cannot tell where libunseen_base.so lies"};
  }
  return std::filesystem::canonical(info.dli_fname).parent_path();
}

}  // namespace unseen
