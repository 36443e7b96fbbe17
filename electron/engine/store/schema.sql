-- The present shape of the queue database. Written by «npm run schema» from a fresh database; a test compares.
-- To change the shape, add a migration in migrations/ and run «npm run schema» again.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE folder (
  id                INTEGER PRIMARY KEY,
  name              TEXT NOT NULL UNIQUE,
  path              TEXT NOT NULL,
  -- How the folder is known again after its disk was away.
  marker            TEXT,
  volume_id         TEXT,
  is_paused         INTEGER NOT NULL DEFAULT 0,
  -- How long writers are known to stall here; null while the configured window was always enough.
  learned_window_ms INTEGER,
  -- What {counter} gives next. A number is given to one parcel and never again.
  next_number       INTEGER NOT NULL DEFAULT 1,
  clean_arrivals    INTEGER NOT NULL DEFAULT 0,
  scan_number       INTEGER NOT NULL DEFAULT 0,
  last_scan_ms      INTEGER
) STRICT;

CREATE TABLE destination (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  is_paused  INTEGER NOT NULL DEFAULT 0,
  -- Whether its jobs go in groups.
  is_grouped INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE directory (
  id        INTEGER PRIMARY KEY,
  folder_id INTEGER NOT NULL REFERENCES folder (id),
  path      TEXT NOT NULL,
  seen_scan INTEGER NOT NULL,
  UNIQUE (folder_id, path)
) STRICT;

CREATE TABLE file (
  id              INTEGER PRIMARY KEY,
  folder_id       INTEGER NOT NULL REFERENCES folder (id),
  directory_id    INTEGER NOT NULL REFERENCES directory (id),
  name            TEXT NOT NULL,
  stem_key        TEXT NOT NULL,
  identity        TEXT NOT NULL,
  size_bytes      INTEGER NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('arriving', 'stable', 'taken', 'duplicate', 'orphan', 'unreadable')),
  first_seen_ms   INTEGER NOT NULL,
  changed_seen_ms INTEGER NOT NULL,
  -- The later of modification and status change, as the disk tells.
  changed_ms      INTEGER NOT NULL,
  quiet_since_ms  INTEGER,
  -- Set while the file is not there: it may only have been moved.
  gone_ms         INTEGER,
  -- When to look at the file again; null when only a change on disk matters.
  due_ms          INTEGER,
  words           TEXT,
  -- The phrase behind the words (shared/phrase.ts), as JSON: windows show it in their own language.
  said            TEXT,
  parcel_id       INTEGER,
  UNIQUE (directory_id, name)
) STRICT;

CREATE TABLE parcel (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  folder_id        INTEGER NOT NULL REFERENCES folder (id),
  root             TEXT NOT NULL,
  path             TEXT NOT NULL,
  identity         TEXT NOT NULL,
  size_bytes       INTEGER NOT NULL,
  sidecar_path     TEXT,
  sidecar_identity TEXT,
  -- The parcel that was delivered before, if only its metadata is to be brought up to date.
  update_of        INTEGER REFERENCES parcel (id),
  -- The parcel's number for {counter}; null until a template asks for it.
  number           INTEGER,
  created_ms       INTEGER NOT NULL,
  -- What becomes of the source once every job of the parcel is done.
  after_state      TEXT NOT NULL CHECK (after_state IN ('none', 'pending', 'done', 'kept')),
  after_words      TEXT,
  -- The phrase behind them, as JSON.
  after_said       TEXT
) STRICT;

CREATE TABLE job (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  parcel_id      INTEGER NOT NULL REFERENCES parcel (id),
  folder_id      INTEGER NOT NULL REFERENCES folder (id),
  destination_id INTEGER NOT NULL REFERENCES destination (id),
  state          TEXT NOT NULL CHECK (state IN ('waiting', 'uploading', 'confirming', 'done', 'failed', 'rejected', 'cancelled')),
  priority       INTEGER NOT NULL DEFAULT 0,
  not_before_ms  INTEGER NOT NULL,
  attempt        INTEGER NOT NULL DEFAULT 0,
  size_bytes     INTEGER NOT NULL,
  sent_bytes     INTEGER NOT NULL DEFAULT 0,
  subfolder      TEXT,
  template       TEXT,
  comment        TEXT,
  problem        TEXT,
  receipt        TEXT,
  -- What it has in common with the jobs that it goes with; empty until that is decided, null where each goes alone.
  group_key      TEXT,
  created_ms     INTEGER NOT NULL,
  changed_ms     INTEGER NOT NULL
) STRICT;

CREATE TABLE job_event (
  job_id     INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  number     INTEGER NOT NULL,
  at_ms      INTEGER NOT NULL,
  event      TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state   TEXT NOT NULL,
  problem    TEXT,
  PRIMARY KEY (job_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  job_id INTEGER PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
  memo   TEXT NOT NULL
) STRICT;

CREATE TABLE journal_chunk (
  job_id      INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  chunk_index INTEGER NOT NULL,
  check_value INTEGER NOT NULL,
  PRIMARY KEY (job_id, chunk_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE preparation (
  job_id  INTEGER PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
  -- Digest of all it was made from.
  inputs  TEXT NOT NULL,
  result  TEXT NOT NULL,
  sidecar BLOB
) STRICT;

CREATE TABLE delivery (
  id             INTEGER PRIMARY KEY,
  -- «upload» of a file, «update» of the metadata of one that was delivered before.
  kind           TEXT NOT NULL CHECK (kind IN ('upload', 'update')),
  job_id         INTEGER NOT NULL,
  parcel_id      INTEGER NOT NULL,
  folder         TEXT,
  path           TEXT NOT NULL,
  destination    TEXT NOT NULL,
  size_bytes     INTEGER NOT NULL,
  sha256         TEXT NOT NULL,
  -- Of the size, the first and the last 64 KiB: tells files of one size apart without reading them whole.
  fingerprint    TEXT NOT NULL,
  asset_url      TEXT,
  receipt        TEXT NOT NULL,
  delivered_ms   INTEGER NOT NULL
) STRICT;

CREATE TABLE counter (
  folder_id      INTEGER NOT NULL,
  destination_id INTEGER NOT NULL,
  state          TEXT NOT NULL,
  jobs           INTEGER NOT NULL,
  bytes          INTEGER NOT NULL,
  PRIMARY KEY (folder_id, destination_id, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE file_counter (
  folder_id INTEGER NOT NULL,
  state     TEXT NOT NULL,
  files     INTEGER NOT NULL,
  PRIMARY KEY (folder_id, state)
) STRICT, WITHOUT ROWID;

CREATE INDEX file_due ON file (folder_id, due_ms) WHERE due_ms IS NOT NULL AND gone_ms IS NULL;

CREATE INDEX file_stem ON file (directory_id, stem_key);

CREATE INDEX file_identity ON file (folder_id, identity);

CREATE INDEX file_parcel ON file (parcel_id) WHERE parcel_id IS NOT NULL;

CREATE INDEX file_attention ON file (folder_id) WHERE state IN ('orphan', 'unreadable') AND gone_ms IS NULL;

CREATE INDEX file_gone ON file (gone_ms) WHERE gone_ms IS NOT NULL;

CREATE INDEX parcel_after ON parcel (id) WHERE after_state = 'pending';

CREATE INDEX parcel_update ON parcel (update_of) WHERE update_of IS NOT NULL;

CREATE INDEX job_claim ON job (destination_id, folder_id, priority, not_before_ms, id) WHERE state = 'waiting';

CREATE INDEX job_group ON job (destination_id, group_key, id) WHERE state = 'waiting' AND group_key IS NOT NULL;

CREATE INDEX job_state ON job (state, id);

CREATE INDEX job_folder ON job (folder_id, id);

CREATE INDEX job_folder_state ON job (folder_id, state, id);

CREATE INDEX job_parcel ON job (parcel_id);

CREATE INDEX job_ended ON job (changed_ms) WHERE state IN ('done', 'cancelled');

CREATE UNIQUE INDEX delivery_job ON delivery (job_id);

CREATE INDEX delivery_parcel ON delivery (parcel_id);

CREATE INDEX delivery_fingerprint ON delivery (destination, fingerprint);

CREATE TRIGGER job_counted AFTER INSERT ON job BEGIN
  INSERT INTO counter VALUES (new.folder_id, new.destination_id, new.state, 1, new.size_bytes)
    ON CONFLICT DO UPDATE SET jobs = jobs + 1, bytes = bytes + new.size_bytes;
END;

CREATE TRIGGER job_moved AFTER UPDATE OF state ON job WHEN old.state <> new.state BEGIN
  UPDATE counter SET jobs = jobs - 1, bytes = bytes - old.size_bytes
    WHERE folder_id = old.folder_id AND destination_id = old.destination_id AND state = old.state;
  INSERT INTO counter VALUES (new.folder_id, new.destination_id, new.state, 1, new.size_bytes)
    ON CONFLICT DO UPDATE SET jobs = jobs + 1, bytes = bytes + new.size_bytes;
END;

CREATE TRIGGER job_uncounted AFTER DELETE ON job BEGIN
  UPDATE counter SET jobs = jobs - 1, bytes = bytes - old.size_bytes
    WHERE folder_id = old.folder_id AND destination_id = old.destination_id AND state = old.state;
END;

CREATE TRIGGER file_counted AFTER INSERT ON file WHEN new.gone_ms IS NULL BEGIN
  INSERT INTO file_counter VALUES (new.folder_id, new.state, 1) ON CONFLICT DO UPDATE SET files = files + 1;
END;

CREATE TRIGGER file_left AFTER UPDATE OF state, gone_ms ON file
  WHEN old.gone_ms IS NULL AND (new.gone_ms IS NOT NULL OR old.state <> new.state) BEGIN
  UPDATE file_counter SET files = files - 1 WHERE folder_id = old.folder_id AND state = old.state;
END;

CREATE TRIGGER file_joined AFTER UPDATE OF state, gone_ms ON file
  WHEN new.gone_ms IS NULL AND (old.gone_ms IS NOT NULL OR old.state <> new.state) BEGIN
  INSERT INTO file_counter VALUES (new.folder_id, new.state, 1) ON CONFLICT DO UPDATE SET files = files + 1;
END;

CREATE TRIGGER file_uncounted AFTER DELETE ON file WHEN old.gone_ms IS NULL BEGIN
  UPDATE file_counter SET files = files - 1 WHERE folder_id = old.folder_id AND state = old.state;
END;
