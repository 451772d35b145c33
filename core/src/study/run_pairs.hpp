#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace unseen {

/// A run as far as it decides whom it is compared with.
struct PairedRun {
  std::string run_id;
  std::int64_t seed = 0;
  std::map<std::string, std::string> params;
};

struct RunPair {
  std::size_t first = 0, second = 0;  ///< places in the two lists
};

struct RunPairs {
  std::vector<RunPair> pairs;
  std::size_t alone_first = 0, alone_second = 0;  ///< runs without a partner
};

/// Each run of one list with the one of the other that is most like it: of the same seed, unless there is
/// only one run on either side, and with the fewest settings that differ, seen from both. InputError where
/// two are equally like: the lists hold something else that varies. A pair that differs in other settings
/// than the pair that differs in the fewest is none.
RunPairs pair_runs(const std::vector<PairedRun>& first, const std::vector<PairedRun>& second);

struct ParamDifference {
  std::string path;
  std::string first, second;  ///< "-" where it has none; several values separated by " | "
};

/// The settings in which the members of any pair differ.
std::vector<ParamDifference> differences(const std::vector<PairedRun>& first,
                                         const std::vector<PairedRun>& second, const RunPairs& pairs);

}  // namespace unseen
