SELECT events.position, streams.name, events.revision, events.id, events.type, events.schema,
    events.recorded_at, events.effective_at, events.metadata, events.payload
FROM events
JOIN streams ON streams.key = events.stream
WHERE events.position > ?1
ORDER BY events.position
LIMIT ?2
