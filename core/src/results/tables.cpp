#include "results/schema.hpp"

namespace unseen {

// Times are milliseconds since 1970, UTC. A NULL value of a metric or score is NaN, or "no frame was scored".
const char* const kTablesV1 = R"sql(
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL UNIQUE,
  identity TEXT NOT NULL,
  seed INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'failed', 'interrupted', 'lost', 'superseded')),
  reason TEXT NOT NULL DEFAULT '',
  experiment TEXT NOT NULL,
  backbone TEXT NOT NULL,
  regularizer TEXT NOT NULL,
  train_data TEXT NOT NULL,
  device TEXT NOT NULL,
  host TEXT NOT NULL,
  "commit" TEXT NOT NULL,
  dirty INTEGER NOT NULL CHECK (dirty IN (0, 1)),
  resolved TEXT NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER,
  claim INTEGER NOT NULL,      -- counts claims: a process that lost its claim no longer knows the number
  owner_host TEXT NOT NULL,
  owner_boot TEXT NOT NULL,
  owner_pid INTEGER NOT NULL,
  owner_start INTEGER NOT NULL,
  heartbeat INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX run_that_counts ON run (identity, seed) WHERE state = 'finished';
CREATE INDEX run_by_identity ON run (identity, seed, state);
CREATE INDEX run_by_state ON run (state);
CREATE INDEX run_by_start ON run (started);

CREATE TABLE attempt (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  number INTEGER NOT NULL,
  claim INTEGER NOT NULL,
  from_step INTEGER NOT NULL,  -- of the checkpoint; -1: from the start
  state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'failed', 'interrupted', 'lost')),
  reason TEXT NOT NULL DEFAULT '',
  started INTEGER NOT NULL,
  ended INTEGER,
  host TEXT NOT NULL,
  pid INTEGER NOT NULL,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE param (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  path TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('null', 'boolean', 'integer', 'number', 'text', 'array', 'table')),
  value ANY,                   -- booleans as true or false, arrays as JSON
  PRIMARY KEY (run, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE environment (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  claim INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, claim, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE metric_key (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE metric (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  key INTEGER NOT NULL REFERENCES metric_key,
  step INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  value REAL,
  PRIMARY KEY (run, key, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE summary (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  key INTEGER NOT NULL REFERENCES metric_key,
  n INTEGER NOT NULL,
  last_step INTEGER NOT NULL,
  last REAL,
  least REAL,
  least_step INTEGER,
  most REAL,
  most_step INTEGER,
  PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  time INTEGER NOT NULL,
  step INTEGER NOT NULL,       -- the last one logged before it; -1: none
  kind TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX event_by_run ON event (run, step);

CREATE TABLE artifact (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  name TEXT NOT NULL,
  path TEXT NOT NULL,          -- below the run's folder
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE evaluation (
  id INTEGER PRIMARY KEY,
  evaluation_id TEXT NOT NULL UNIQUE,
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  checkpoint_sha256 TEXT NOT NULL,
  test_identity TEXT NOT NULL,
  test TEXT NOT NULL,          -- its name: the latest one given
  resolved TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'failed', 'interrupted', 'lost', 'superseded')),
  reason TEXT NOT NULL DEFAULT '',
  started INTEGER NOT NULL,
  ended INTEGER,
  claim INTEGER NOT NULL,
  owner_host TEXT NOT NULL,
  owner_boot TEXT NOT NULL,
  owner_pid INTEGER NOT NULL,
  owner_start INTEGER NOT NULL,
  heartbeat INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX evaluation_that_counts ON evaluation (run, test_identity) WHERE state = 'finished';
CREATE INDEX evaluation_by_key ON evaluation (run, test_identity, checkpoint_sha256, state);
CREATE INDEX evaluation_by_state ON evaluation (state);

CREATE TABLE evaluation_metric (
  evaluation INTEGER NOT NULL REFERENCES evaluation ON DELETE CASCADE,
  key INTEGER NOT NULL REFERENCES metric_key,
  value REAL,
  PRIMARY KEY (evaluation, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE video (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  label INTEGER NOT NULL CHECK (label IN (0, 1)),
  method TEXT NOT NULL,
  UNIQUE (name, label, method)
) STRICT;

CREATE TABLE video_score (
  evaluation INTEGER NOT NULL REFERENCES evaluation ON DELETE CASCADE,
  video INTEGER NOT NULL REFERENCES video,
  score REAL,
  frames_expected INTEGER NOT NULL,
  frames_scored INTEGER NOT NULL,
  frames_faceless INTEGER NOT NULL,
  frames_missing INTEGER NOT NULL,
  PRIMARY KEY (evaluation, video)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan (
  id INTEGER PRIMARY KEY,
  experiment TEXT NOT NULL,
  hash TEXT NOT NULL,
  file TEXT NOT NULL,
  document TEXT NOT NULL,
  written INTEGER NOT NULL,
  UNIQUE (experiment, hash)
) STRICT;

CREATE TABLE plan_seed (
  plan INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE,
  position INTEGER NOT NULL,
  seed INTEGER NOT NULL,
  PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_cell (
  plan INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE,
  position INTEGER NOT NULL,
  identity TEXT NOT NULL,
  provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
  PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_cell_by_identity ON plan_cell (identity);

CREATE TABLE plan_label (
  plan INTEGER NOT NULL,
  cell INTEGER NOT NULL,
  position INTEGER NOT NULL,
  axis TEXT NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (plan, cell, position),
  FOREIGN KEY (plan, cell) REFERENCES plan_cell (plan, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_test (
  plan INTEGER NOT NULL,
  cell INTEGER NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  identity TEXT NOT NULL,
  PRIMARY KEY (plan, cell, position),
  FOREIGN KEY (plan, cell) REFERENCES plan_cell (plan, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
  plan INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;
)sql";

const char* const kTablesV2 = R"sql(
CREATE TABLE tag (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  name TEXT NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_by_name ON tag (name);

CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  time INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX note_by_run ON note (run);
)sql";

}  // namespace unseen
