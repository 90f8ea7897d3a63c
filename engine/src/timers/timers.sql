-- When cases are to be looked at again. Can be rebuilt from the events at any time.
--
-- A case has a reminder for each time that something happened to it: new rows come at the end of the
-- table, and no row is looked for by its case. One that has been overtaken finds nothing to do.
CREATE TABLE IF NOT EXISTS reminder (
    row_number INTEGER PRIMARY KEY,
    stream     TEXT NOT NULL,
    -- Milliseconds since 1970, by the law's clock.
    next       INTEGER NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS reminder_by_next ON reminder (next);

-- The last event that is in here.
CREATE TABLE IF NOT EXISTS taken_in (
    id       INTEGER PRIMARY KEY CHECK (id = 0),
    position INTEGER NOT NULL
) STRICT;
