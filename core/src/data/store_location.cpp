#include "store_location.hpp"

#include <fmt/format.h>

#include <cctype>

#include <unseen/cache_folder.hpp>

#include "faces/detector_models.hpp"
#include "sdk/sha256.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

std::string readable(std::string name) {
  for (auto& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_' && c != '.') c = '_';
  }
  return name.substr(0, 40);
}

}  // namespace

fs::path crop_store_file(const std::string& dataset, const fs::path& root, const FacesConfig& faces) {
  const auto place = fs::weakly_canonical(root);
  const auto limit = faces.max_side > 0 ? std::to_string(faces.max_side) : "native";
  const auto key = fmt::format("{}\n{}\n{}\n{}", dataset, place.string(), detector_key(faces), limit);
  return cache_folder() / fmt::format("{}-{}-{}-{}-{}.sqlite", readable(dataset),
                                      readable(place.filename().string()), readable(faces.detector), limit,
                                      sha256(key).substr(0, 12));
}

}  // namespace unseen
