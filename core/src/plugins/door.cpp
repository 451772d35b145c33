#include "plugins/door.hpp"

#define BOOST_DLL_USE_STD_FS
#include <boost/dll/shared_library.hpp>
#include <cstdlib>

#include <unseen/error.hpp>

#include "plugins/library_folder.hpp"
#include "plugins/tensor_memory.hpp"

namespace unseen {

const void* open_door() {
  namespace dll = boost::dll;
  const auto file = library_folder() / "unseen" / "libunseen_train.so";
  // Read by OpenMP's runtime when LibTorch brings it in. Its threads spin while they wait for each other, and
  // spin away the time of whatever else wants the processor: our own workers, or another run. A user's own
  // setting stays.
  setenv("OMP_WAIT_POLICY", "passive", 0);
  keep_tensor_memory();
  try {
    // Never closed, as no library that registers operators with torch may be.
    static const auto& library =
        *new dll::shared_library{file, dll::load_mode::rtld_now | dll::load_mode::rtld_local};
    return &library.get<const char>("unseen_door");
  } catch (const std::exception& error) {
    throw Error{file.string() + ": cannot be loaded: " + error.what() +
                "; is LibTorch where it was when this was built? `scripts/setup` installs it"};
  }
}

}  // namespace unseen
