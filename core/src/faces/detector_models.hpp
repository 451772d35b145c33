#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "experiment/config.hpp"

namespace unseen {

/// The files that a face detector is made from; none without one. InputError, saying how to get them, where
/// faces.model is not given or one of them is absent.
std::vector<std::filesystem::path> detector_models(const FacesConfig& faces);

/// All that decides which faces are found, as a text: the detector, its settings and its files' content.
std::string detector_key(const FacesConfig& faces);

}  // namespace unseen
