-- ?1: a JSON array of [subject, number of the key].
SELECT asked.key, data_key.wrapped
FROM json_each(?1) AS asked
CROSS JOIN data_key ON data_key.subject = asked.value ->> 0 AND data_key.number = asked.value ->> 1
