INSERT INTO streams (name) VALUES (?1)
