SELECT streams.key, (SELECT max(revision) FROM events WHERE events.stream = streams.key)
FROM streams
WHERE streams.name = ?1
