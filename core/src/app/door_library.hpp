#pragma once

#include "app/door/door_table.hpp"

namespace unseen {

/// The commands that compute, loaded when one of them is asked for. Error where the library is of another
/// build.
const DoorTable& door();

}  // namespace unseen
