#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "results/database.hpp"
#include "results/owner.hpp"

namespace unseen {

/// What a claim records of a run.
struct RunInfo {
  std::string identity;
  std::int64_t seed = 0;
  std::string resolved;    ///< canonical JSON of the resolved configuration; becomes the parameters
  std::string experiment;  ///< the one that wants the run; later ones may share it
  std::string backbone, regularizer, train_data;
  std::string device, host, commit;                ///< host "": this one's
  bool dirty = false;                              ///< the working tree differed from `commit`
  std::map<std::string, std::string> environment;  ///< library versions, stamps; SQLite's is added
};

enum class ClaimOutcome {
  claimed_new,
  claimed_resume,    ///< a run that ended early: go on from its checkpoint
  already_finished,  ///< nothing to do
  held,              ///< another living process has it
};

struct ClaimResult {
  ClaimOutcome outcome{};
  std::string run_id;
  Owner holder;  ///< held: by whom; else this process, or the last owner
  std::string
      build;  ///< finished, resumed: the commit that trained it so far, "+changes" where it was changed
};

/// Claims the run of (identity, seed) for this process, in one transaction. A finished run is left alone
/// unless `force`: then another run is claimed, and it takes the place of the finished one once it is
/// finished itself. The run that failed, was interrupted or lost its process is resumed. InputError where
/// `resolved` is no JSON table.
ClaimResult claim_run(Database& database, const RunInfo& info, bool force = false);

/// Turns running runs and evaluations whose claims are dead into `lost`, and says how many. A heartbeat of a
/// process that lives after all turns them back. Takes no write lock where there is nothing to mark.
int mark_lost(Database& database);

}  // namespace unseen
