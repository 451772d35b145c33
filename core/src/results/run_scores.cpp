#include "results/run_scores.hpp"

#include "results/connection.hpp"

namespace unseen {

std::map<std::string, std::string> finished_tests(Database& database, const std::string& run_id) {
  std::map<std::string, std::string> tests;
  database.connection().each(
      "SELECT e.test_identity, e.test FROM run r JOIN evaluation e ON e.run = r.id AND e.state = 'finished' "
      "WHERE r.run_id = ?",
      [&](const Row& row) { tests[row.text(0)] = row.text(1); }, run_id);
  return tests;
}

VideoScores video_scores(Database& database, const std::string& run_id, const std::string& test_identity) {
  VideoScores scores;
  database.connection().each(
      "SELECT v.name, v.label, s.score FROM run r JOIN evaluation e ON e.run = r.id AND e.state = 'finished' "
      "JOIN video_score s ON s.evaluation = e.id JOIN video v ON v.id = s.video "
      "WHERE r.run_id = ? AND e.test_identity = ? AND s.score IS NOT NULL",
      [&](const Row& row) {
        scores[row.text(0)] = {static_cast<int>(row.integer(1)), row.number(2).value()};
      },
      run_id, test_identity);
  return scores;
}

std::vector<std::string> fake_methods(Database& database, const std::string& run_id,
                                      const std::string& test_identity) {
  std::vector<std::string> methods;
  database.connection().each(
      "SELECT DISTINCT v.method FROM run r JOIN evaluation e ON e.run = r.id AND e.state = 'finished' "
      "JOIN video_score s ON s.evaluation = e.id JOIN video v ON v.id = s.video "
      "WHERE r.run_id = ? AND e.test_identity = ? AND v.label = 1 AND v.method IS NOT NULL ORDER BY v.method",
      [&](const Row& row) { methods.push_back(row.text(0)); }, run_id, test_identity);
  return methods;
}

std::map<std::int64_t, double> epoch_curve(Database& database, const std::string& run_id,
                                           const std::string& metric) {
  std::map<std::int64_t, double> curve;
  database.connection().each(
      "SELECT m.epoch, avg(m.value) FROM metric m JOIN run r ON r.id = m.run JOIN metric_key k ON k.id = "
      "m.key "
      "WHERE r.run_id = ? AND k.name = ? AND m.value IS NOT NULL GROUP BY m.epoch",
      [&](const Row& row) { curve[row.integer(0)] = row.number(1).value(); }, run_id, metric);
  return curve;
}

}  // namespace unseen
