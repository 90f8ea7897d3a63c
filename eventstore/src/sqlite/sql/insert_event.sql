INSERT INTO events (position, stream, revision, id, type, schema, recorded_at, effective_at, metadata, payload)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
