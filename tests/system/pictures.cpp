#include "pictures.hpp"

#include <cstdint>
#include <fstream>
#include <random>
#include <string>

namespace unseen {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kSide = 32, kHeaders = 54, kPixels = kSide * kSide * 3;

void put(std::string& bytes, std::uint32_t value, int count) {
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
}

std::string headers() {
  std::string bytes = "BM";
  put(bytes, kHeaders + kPixels, 4);
  put(bytes, 0, 4);
  put(bytes, kHeaders, 4);
  put(bytes, 40, 4);
  put(bytes, kSide, 4);
  put(bytes, kSide, 4);
  put(bytes, 1, 2);
  put(bytes, 24, 2);
  for (int i = 0; i < 6; ++i) put(bytes, 0, 4);
  return bytes;
}

}  // namespace

void write_picture(const fs::path& file, unsigned seed) {
  fs::create_directories(file.parent_path());
  std::mt19937 random{seed};
  auto bytes = headers();
  for (std::uint32_t i = 0; i < kPixels; ++i) bytes += static_cast<char>(random() & 0xFF);
  std::ofstream{file, std::ios::binary} << bytes;
}

void write_pictures(const fs::path& root, unsigned each) {
  for (unsigned i = 0; i < each; ++i) {
    write_picture(root / "real" / (std::to_string(i) + ".bmp"), i);
    write_picture(root / "fake" / "swap" / (std::to_string(i) + ".bmp"), 1000 + i);
  }
}

}  // namespace unseen
