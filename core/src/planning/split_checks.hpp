#pragma once

#include <string>

#include "planning/dataset_resolver.hpp"

namespace unseen {

/// InputError where a split lacks the real or the fake videos: a metric over one class is undefined, and a
/// model trained on one learns nothing. `pairs`: the augmentations bring the other class along. `where`
/// begins the message.
void require_both_classes(const ResolvedDataset& data, const std::string& where, bool pairs = false);

/// InputError where an id stands for two videos: their scores would be averaged into one.
void require_unique_ids(const Manifest& manifest, const std::string& where);

/// InputError, with counts and the first absent files, where the experiment asks for a complete split and a
/// listed file is not there.
void require_complete(const ResolvedDataset& data, const std::string& where);

/// InputError where two splits of one data set share a video: a number on videos that the model was trained
/// or chosen by is no test. Where both name the same split, it is what the experiment asks for.
void require_apart(const ResolvedDataset& seen, const ResolvedDataset& tested, const std::string& where);

}  // namespace unseen
