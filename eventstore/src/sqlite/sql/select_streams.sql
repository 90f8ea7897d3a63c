-- ?1: a JSON array of [stream, its first revision, the revision behind its last].
SELECT events.position, asked.key, events.revision, events.id, events.type, events.schema,
    events.recorded_at, events.effective_at, events.metadata, events.payload
FROM json_each(?1) AS asked
CROSS JOIN streams ON streams.name = asked.value ->> 0
CROSS JOIN events ON events.stream = streams.key
    AND events.revision >= asked.value ->> 1
    AND events.revision < asked.value ->> 2
