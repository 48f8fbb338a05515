-- What people have agreed to, for which purpose, and when they took it back; rows are only added, the newest of a purpose holds.
CREATE TABLE consent (
	id TEXT PRIMARY KEY,
	person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	purpose TEXT NOT NULL, -- a row of consents.def
	words BIGINT NOT NULL, -- the version of the words that were shown
	lang TEXT NOT NULL,
	given BIGINT NOT NULL CHECK (given IN (0, 1)),
	at_ms BIGINT NOT NULL
);
CREATE INDEX consent_person ON consent (person, purpose, id);
-- When somebody's data was erased; nothing of it is left but the moment.
ALTER TABLE person ADD COLUMN erased_ms BIGINT NOT NULL DEFAULT 0;
