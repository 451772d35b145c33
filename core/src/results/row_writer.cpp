#include "results/row_writer.hpp"

#include <cmath>
#include <map>

namespace unseen {

std::int64_t metric_key(Connection& connection, const std::string& name) {
  constexpr const char* kFind = "SELECT id FROM metric_key WHERE name = ?";
  if (const auto known = connection.integer(kFind, name)) return *known;
  connection.run("INSERT INTO metric_key (name) VALUES (?)", name);
  return connection.last_id();
}

void RowWriter::Gain::add(const MetricRow& row) {
  if (n == 0 || row.step >= last_step) {
    last_step = row.step;
    last = std::isnan(row.value) ? std::nullopt : std::optional{row.value};
  }
  ++n;
  if (std::isnan(row.value)) return;
  if (!least || row.value < *least) least = row.value, least_step = row.step;
  if (!most || row.value > *most) most = row.value, most_step = row.step;
}

std::int64_t RowWriter::key(std::size_t name, const std::vector<std::string>& names) {
  if (keys_.size() < names.size()) keys_.resize(names.size());
  if (keys_[name] == 0) keys_[name] = metric_key(connection_, names[name]);
  return keys_[name];
}

void RowWriter::write(const std::vector<PendingRow>& rows, const std::vector<std::string>& names) {
  std::map<std::int64_t, Gain> gains;
  for (const auto& row : rows) {
    if (const auto* metric = std::get_if<MetricRow>(&row)) {
      const auto id = key(metric->name, names);
      connection_.run(
          "INSERT INTO metric VALUES (?, ?, ?, ?, ?) "
          "ON CONFLICT DO UPDATE SET epoch = excluded.epoch, value = excluded.value",
          run_, id, metric->step, metric->epoch, metric->value);
      gains[id].add(*metric);
    } else if (const auto* event = std::get_if<PendingEvent>(&row)) {
      write_row(*event);
    } else {
      write_row(std::get<PendingArtifact>(row));
    }
  }
  for (const auto& [id, gain] : gains) write_gain(id, gain);
}

void RowWriter::write_gain(std::int64_t key, const Gain& gain) {
  const auto step_of = [](const std::optional<double>& value, std::int64_t step) {
    return value ? std::optional{step} : std::nullopt;
  };
  connection_.run(
      "INSERT INTO summary VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n, "
      "last = iif(excluded.last_step >= last_step, excluded.last, last), last_step = max(last_step, "
      "excluded.last_step), "
      "least_step = iif(least IS NULL OR excluded.least < least, excluded.least_step, least_step), "
      "least = iif(least IS NULL OR excluded.least < least, excluded.least, least), "
      "most_step = iif(most IS NULL OR excluded.most > most, excluded.most_step, most_step), "
      "most = iif(most IS NULL OR excluded.most > most, excluded.most, most)",
      run_, key, gain.n, gain.last_step, gain.last, gain.least, step_of(gain.least, gain.least_step),
      gain.most, step_of(gain.most, gain.most_step));
}

void RowWriter::write_row(const PendingEvent& event) {
  connection_.run("INSERT INTO event (run, time, step, kind, text) VALUES (?, ?, ?, ?, ?)", run_, event.time,
                  event.step, event.kind, event.text);
}

void RowWriter::write_row(const PendingArtifact& artifact) {
  connection_.run("INSERT OR REPLACE INTO artifact VALUES (?, ?, ?, ?, ?)", run_, artifact.name,
                  artifact.path, artifact.sha256, artifact.bytes);
}

void RowWriter::delete_after(std::int64_t step) {
  if (step < 0) {
    connection_.run("DELETE FROM metric WHERE run = ?", run_);
    connection_.run("DELETE FROM event WHERE run = ?", run_);
  } else {
    connection_.run("DELETE FROM metric WHERE run = ? AND step > ?", run_, step);
    connection_.run("DELETE FROM event WHERE run = ? AND step > ?", run_, step);
  }
  sum_up();
}

void RowWriter::sum_up() {
  connection_.run("DELETE FROM summary WHERE run = ?", run_);
  // A bare column beside one max() or min() is of the row that holds it.
  connection_.run(
      "INSERT INTO summary "
      "SELECT ?1, c.key, c.n, c.last_step, (SELECT value FROM metric m WHERE m.run = ?1 AND m.key = c.key "
      "AND m.step = "
      "c.last_step), l.least, l.step, h.most, h.step "
      "FROM (SELECT key, count(*) AS n, max(step) AS last_step FROM metric WHERE run = ?1 GROUP BY key) c "
      "LEFT JOIN (SELECT key, min(value) AS least, step FROM metric WHERE run = ?1 AND value IS NOT NULL "
      "GROUP BY key) l "
      "ON l.key = c.key "
      "LEFT JOIN (SELECT key, max(value) AS most, step FROM metric WHERE run = ?1 AND value IS NOT NULL "
      "GROUP BY key) h "
      "ON h.key = c.key",
      run_);
}

}  // namespace unseen
