-- Reads of one stream; and the database's own word that no revision is given twice.
CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
