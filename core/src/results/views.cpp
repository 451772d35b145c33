#include "results/schema.hpp"

namespace unseen {

const char* const kViews = R"sql(
CREATE VIEW v_runs AS
SELECT run_id, identity, seed, state, backbone, regularizer, train_data,
       strftime('%Y-%m-%dT%H:%M:%SZ', started / 1000, 'unixepoch') AS started,
       strftime('%Y-%m-%dT%H:%M:%SZ', ended / 1000, 'unixepoch') AS ended,
       host, "commit", device
FROM run;

-- The run of a cell and seed: the one that counts, else the latest that may still come to count.
CREATE VIEW v_cells AS
SELECT p.experiment, p.hash AS plan, c.position AS cell, l.axis, l.label, s.seed, c.identity,
       (SELECT r.run_id FROM run r
        WHERE r.identity = c.identity AND r.seed = s.seed AND r.state <> 'superseded'
        ORDER BY r.state = 'finished' DESC, r.started DESC, r.id DESC LIMIT 1) AS run_id
FROM plan p
JOIN plan_cell c ON c.plan = p.id
JOIN plan_seed s ON s.plan = p.id
LEFT JOIN plan_label l ON l.plan = p.id AND l.cell = c.position;

CREATE VIEW v_params AS
SELECT r.run_id, p.path, p.value
FROM param p JOIN run r ON r.id = p.run;

CREATE VIEW v_tags AS
SELECT r.run_id, t.name AS tag
FROM tag t JOIN run r ON r.id = t.run;

CREATE VIEW v_notes AS
SELECT r.run_id, strftime('%Y-%m-%dT%H:%M:%SZ', n.time / 1000, 'unixepoch') AS time, n.text
FROM note n JOIN run r ON r.id = n.run;

CREATE VIEW v_final AS
SELECT r.run_id, e.evaluation_id, e.test, k.name AS metric, m.value, e.test_identity
FROM run r
JOIN evaluation e ON e.run = r.id AND e.state = 'finished'
JOIN evaluation_metric m ON m.evaluation = e.id
JOIN metric_key k ON k.id = m.key
WHERE r.state = 'finished';

CREATE VIEW v_curves AS
SELECT r.run_id, k.name AS metric, m.step, m.epoch, m.value
FROM metric m
JOIN run r ON r.id = m.run
JOIN metric_key k ON k.id = m.key;

CREATE VIEW v_video_scores AS
SELECT r.run_id, e.evaluation_id, e.test, v.name AS video, v.label, v.method, s.score,
       s.frames_expected, s.frames_scored, s.frames_faceless, s.frames_missing
FROM run r
JOIN evaluation e ON e.run = r.id AND e.state = 'finished'
JOIN video_score s ON s.evaluation = e.id
JOIN video v ON v.id = s.video
WHERE r.state = 'finished';

-- Sample standard deviation from centred sums: the short form with the sum of squares loses all digits where the
-- spread is small beside the mean. A test is told by its identity, and shown by its name.
CREATE VIEW v_seed_groups AS
WITH score AS (
  SELECT r.identity, e.test_identity, e.test, m.key, m.value
  FROM run r
  JOIN evaluation e ON e.run = r.id AND e.state = 'finished'
  JOIN evaluation_metric m ON m.evaluation = e.id
  WHERE r.state = 'finished'
), centre AS (
  SELECT identity, test_identity, key, max(test) AS test, count(value) AS n, avg(value) AS mean
  FROM score GROUP BY identity, test_identity, key
)
SELECT c.identity, c.test, k.name AS metric, c.n, c.mean,
       CASE WHEN c.n >= 2 THEN sqrt(sum((s.value - c.mean) * (s.value - c.mean)) / (c.n - 1)) END AS sd,
       c.test_identity
FROM centre c
JOIN score s ON s.identity = c.identity AND s.test_identity = c.test_identity AND s.key = c.key
JOIN metric_key k ON k.id = c.key
GROUP BY c.identity, c.test_identity, c.key;

-- One board for each set of videos: experiments may give it several names, and one name to several.
CREATE VIEW v_leaderboard AS
WITH named AS (
  SELECT test_identity, group_concat(test, ' / ') AS test
  FROM (SELECT DISTINCT test_identity, test FROM evaluation WHERE state = 'finished' ORDER BY test)
  GROUP BY test_identity
), described AS (
  SELECT identity, max(backbone) AS backbone, max(regularizer) AS regularizer, max(train_data) AS train_data
  FROM run WHERE state = 'finished' GROUP BY identity
)
SELECT b.test, g.metric,
       rank() OVER (PARTITION BY g.test_identity, g.metric
                    ORDER BY CASE WHEN g.metric IN ('video_logloss', 'video_eer') THEN g.mean ELSE -g.mean END) AS rank,
       d.backbone, d.regularizer, d.train_data, g.n, g.mean, g.sd, g.identity,
       g.test_identity
FROM v_seed_groups g
JOIN described d ON d.identity = g.identity
JOIN named b ON b.test_identity = g.test_identity
WHERE g.mean IS NOT NULL
  AND g.metric IN ('video_auc', 'frame_auc', 'video_accuracy', 'video_ap', 'video_logloss', 'video_eer');
)sql";

}  // namespace unseen
