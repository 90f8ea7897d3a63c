-- Keys at rest: every one wrapped by the key-encryption key named beside it.

-- Keys of the whole city, by purpose.
CREATE TABLE IF NOT EXISTS root_key (
    purpose TEXT PRIMARY KEY,
    kek     TEXT NOT NULL,
    wrapped BLOB NOT NULL
) WITHOUT ROWID;

-- Keys of persons. `wrapped` is NULL once the key was destroyed: the person is erased, and the row
-- stays to tell so.
CREATE TABLE IF NOT EXISTS data_key (
    subject TEXT NOT NULL,
    number  INTEGER NOT NULL,
    kek     TEXT NOT NULL,
    wrapped BLOB,
    PRIMARY KEY (subject, number)
) WITHOUT ROWID;
