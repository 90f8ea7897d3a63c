-- API keys of partners, and assertions that were used. Cannot be rebuilt from the events: backups take it.
CREATE TABLE IF NOT EXISTS api_key (
    id         TEXT PRIMARY KEY,
    partner    TEXT NOT NULL,
    -- What it is for, in the words of who issued it.
    label      TEXT NOT NULL,
    -- HMAC-SHA-256 of the secret under a key of the city; the secret itself is nowhere.
    hash       BLOB NOT NULL,
    -- What of the partner's scope it has, as JSON; null: all of it.
    scope      TEXT,
    -- From where it may be used, as a JSON array; empty: from where the partner may call.
    ranges     TEXT NOT NULL,
    -- Seconds since 1970, by security's clock; so all others.
    issued_at  INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    used_at    INTEGER
) STRICT, WITHOUT ROWID;

-- An assertion is good once. Remembered until it would have expired anyhow.
CREATE TABLE IF NOT EXISTS assertion (
    -- SHA-256 of the client and of the assertion's `jti`.
    digest     BLOB PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS assertion_by_expiry ON assertion (expires_at);
