#include "app/door_library.hpp"

#include <fmt/format.h>

#include <unseen/error.hpp>
#include <unseen/stamp.hpp>

#include "plugins/door.hpp"

namespace unseen {

const DoorTable& door() {
  const auto& table = *static_cast<const DoorTable*>(open_door());
  if (std::string{table.stamp} != UNSEEN_STAMP) {
    throw Error{fmt::format(
        "libunseen_train.so is of another build than the program: wanted {}, found {}; build both",
        UNSEEN_STAMP, table.stamp)};
  }
  return table;
}

}  // namespace unseen
