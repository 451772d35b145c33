#pragma once

#include <map>
#include <string>

namespace unseen {

/// What a run records of the machine and the libraries that made it: versions, threads, the build's stamp.
std::map<std::string, std::string> environment();

}  // namespace unseen
