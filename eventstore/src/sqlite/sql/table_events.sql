-- One row per event. Times are nanoseconds since 1970 (UTC). Rows are never changed, never removed.
CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    id BLOB NOT NULL,
    type TEXT NOT NULL,
    schema INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    effective_at INTEGER NOT NULL,
    metadata BLOB NOT NULL,
    payload BLOB NOT NULL
) STRICT;
