-- When each case is to be looked at again. Can be rebuilt from the events at any time.
CREATE TABLE IF NOT EXISTS timer (
    stream TEXT PRIMARY KEY,
    -- Milliseconds since 1970, by the law's clock.
    next   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS timer_next ON timer (next);

-- The last event that is in here.
CREATE TABLE IF NOT EXISTS checkpoint (
    id       INTEGER PRIMARY KEY CHECK (id = 0),
    position INTEGER NOT NULL
);
