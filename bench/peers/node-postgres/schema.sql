-- What the submissions of the peer become: an event, and the row that lists read.
CREATE TABLE events (
    position bigserial PRIMARY KEY,
    stream text NOT NULL,
    revision integer NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    recorded_at timestamptz NOT NULL,
    effective_at timestamptz NOT NULL,
    principal text NOT NULL,
    idempotency_key text,
    digest bytea NOT NULL,
    metadata bytea NOT NULL,
    payload bytea NOT NULL,
    UNIQUE (stream, revision),
    UNIQUE (principal, idempotency_key)
);
CREATE TABLE cases (
    number text PRIMARY KEY,
    module text NOT NULL,
    department text NOT NULL,
    state text NOT NULL,
    applicant text NOT NULL,
    submitted bigint NOT NULL,
    body jsonb NOT NULL
);
CREATE INDEX cases_of_department ON cases (department, submitted DESC);
CREATE INDEX cases_of_applicant ON cases (applicant, submitted DESC);
