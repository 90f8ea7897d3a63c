-- The cases of the benchmark as tables, out of one JSON document a line: `psql -v rows=FILE`.
CREATE TABLE document (body jsonb NOT NULL);
-- A quote and a delimiter that stand in no JSON text, so that each line is one value.
COPY document FROM :'rows' WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02');

CREATE TABLE cases (
    id text PRIMARY KEY,
    number text NOT NULL UNIQUE,
    department text NOT NULL,
    state text NOT NULL,
    stage text NOT NULL,
    submitted bigint NOT NULL UNIQUE,
    submitted_at timestamptz NOT NULL,
    due_at timestamptz,
    answers_json jsonb NOT NULL
);
INSERT INTO cases
SELECT body ->> 'id', body ->> 'number', body ->> 'department', body ->> 'state', body ->> 'stage',
    (body ->> 'submitted')::bigint, (body ->> 'submittedAt')::timestamptz, (body ->> 'dueAt')::timestamptz,
    body -> 'answersJson'
FROM document;
CREATE INDEX cases_of_department ON cases (department, submitted DESC);

CREATE TABLE entries (
    case_id text NOT NULL REFERENCES cases,
    revision integer NOT NULL,
    type text NOT NULL,
    state text,
    effective_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (case_id, revision)
);
INSERT INTO entries
SELECT body ->> 'id', place - 1, entry ->> 'type', entry ->> 'state', (entry ->> 'effectiveAt')::timestamptz,
    (entry ->> 'recordedAt')::timestamptz
FROM document, jsonb_array_elements(body -> 'timeline') WITH ORDINALITY AS told (entry, place);

DROP TABLE document;
ANALYZE;
