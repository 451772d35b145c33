#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace unseen {

/// All bytes of a file; "" where it cannot be read.
inline std::string file_content(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace unseen
