// The same product in a process that comes to torch as the program does: it links no torch, opens the door,
// and then a library that links torch, as every plugin is. Prints milliseconds; a slow BLAS in front of
// torch's shows as a factor 30.
#include <dlfcn.h>

#include <cstdio>
#include <exception>

#include <unseen/error.hpp>

#include "bench/matmul.hpp"
#include "plugins/door.hpp"
#include "plugins/library_folder.hpp"

namespace {

double matmul_ms_behind_the_door() {
  unseen::open_door();
  const auto file = unseen::library_folder() / "libbench_matmul.so";
  auto* const library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  auto* const symbol = library == nullptr ? nullptr : ::dlsym(library, "fastest_matmul_ms");
  if (symbol == nullptr) throw unseen::Error{::dlerror()};
  return reinterpret_cast<decltype(&unseen::fastest_matmul_ms)>(symbol)();
}

}  // namespace

int main() {
  try {
    std::printf("%.3f\n", matmul_ms_behind_the_door());
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
