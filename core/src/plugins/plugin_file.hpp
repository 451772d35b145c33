#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace unseen {

/// What a plugin of one kind must be: see PluginKind in the SDK.
struct KindInfo {
  std::string kind;    ///< "Regularizer"
  std::string folder;  ///< "regularizers"
  std::string stamp;
};

/// Opens a plugin's library and returns the address of its exported constant. The stamp in the file's bytes
/// is compared before the library is opened, for two LibTorches in one process would abort it. The library
/// stays open for good: objects of its classes may outlive any handle. InputError, naming the file and the
/// remedy, for no file, a file that is no plugin, one built against something else, one of another kind, and
/// one that needs an unknown symbol.
const void* open_plugin(const std::filesystem::path& file, const KindInfo& kind);

/// The stamp that a plugin's file carries; "" where it carries none.
std::string stamp_of(const std::filesystem::path& file);

}  // namespace unseen
