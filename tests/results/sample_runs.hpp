#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "results/claim.hpp"
#include "results/evaluation_log.hpp"
#include "results/queries.hpp"
#include "results/run_log.hpp"

namespace unseen {

inline RunInfo sample_run(const std::string& identity, std::int64_t seed) {
  RunInfo info;
  info.identity = identity;
  info.seed = seed;
  info.resolved = R"({"optimizer":{"lr":0.001,"name":"sgd"},"train":{"epochs":3}})";
  info.experiment = "sample";
  info.backbone = "convnext";
  info.regularizer = "sam";
  info.train_data = "faceforensics";
  info.device = "cpu";
  info.commit = "0123abc";
  info.environment = {{"libtorch", "2.11.0"}};
  return info;
}

inline void end_run(Database& database, const std::string& run_id, const std::string& state) {
  RunLog log{database.file(), run_id};
  log.open_attempt(-1);
  log.finish(state);
}

inline std::string finished_run(Database& database, const std::string& identity, std::int64_t seed,
                                bool force = false) {
  const auto claim = claim_run(database, sample_run(identity, seed), force);
  end_run(database, claim.run_id, "finished");
  return claim.run_id;
}

inline std::string evaluated(Database& database, const std::string& run_id, const std::string& test,
                             std::vector<std::pair<std::string, double>> metrics,
                             const std::string& checkpoint = "c0ffee", bool force = false) {
  const auto claim =
      claim_evaluation(database, {run_id, checkpoint, "identity of " + test}, test, "{}", force);
  finish_evaluation(database, claim.evaluation_id,
                    {std::move(metrics),
                     {{"real/a.mp4", 0, "real", 0.25, 8, 7, 1, 0}, {"fake/b.mp4", 1, "FS", {}, 8, 0, 8, 0}}});
  return claim.evaluation_id;
}

inline std::optional<double> number(const QueryValue& value) {
  if (!value) return std::nullopt;
  if (const auto* integer = std::get_if<std::int64_t>(&*value)) return static_cast<double>(*integer);
  return std::get<double>(*value);
}

/// The one number that a query gives.
inline double number(Database& database, const std::string& sql) {
  return number(query(database, sql).rows.at(0).at(0)).value();
}

inline std::string text(Database& database, const std::string& sql) {
  return std::get<std::string>(query(database, sql).rows.at(0).at(0).value());
}

inline std::string state_of(Database& database, const std::string& run_id) {
  return show_run(database, run_id).run.state;
}

}  // namespace unseen
