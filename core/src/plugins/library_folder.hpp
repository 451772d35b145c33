#pragma once

#include <filesystem>

namespace unseen {

/// The folder that holds libunseen_base.so: the layout's `lib`, in a build tree as in an installation.
std::filesystem::path library_folder();

}  // namespace unseen
