SELECT events.position, streams.name, events.revision, events.id, events.type, events.schema,
    events.recorded_at, events.effective_at, events.metadata, events.payload
FROM streams
JOIN events ON events.stream = streams.key
WHERE streams.name = ?1 AND events.revision >= ?2
ORDER BY events.revision
LIMIT ?3
