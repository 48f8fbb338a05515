-- People, how they prove who they are, and where they are signed in. Times are epoch milliseconds; '' stands for "none".
CREATE TABLE person (
	id TEXT PRIMARY KEY,
	role TEXT NOT NULL CHECK (role IN ('guest', 'buyer', 'artisan', 'organizer')),
	name TEXT NOT NULL,
	email TEXT NOT NULL DEFAULT '',
	email_confirmed BIGINT NOT NULL DEFAULT 0 CHECK (email_confirmed IN (0, 1)),
	booth TEXT NOT NULL DEFAULT '',
	lang TEXT NOT NULL DEFAULT 'en',
	country TEXT NOT NULL DEFAULT '',
	merged_into TEXT NOT NULL DEFAULT '',
	created_ms BIGINT NOT NULL
);
-- One account per address and role: whoever confirms an organizer's mailbox becomes a buyer, never the organizer.
CREATE UNIQUE INDEX person_email ON person (email, role) WHERE email_confirmed = 1 AND merged_into = '';
CREATE INDEX person_booth ON person (booth) WHERE booth <> '';

CREATE TABLE credential (
	person TEXT PRIMARY KEY REFERENCES person (id),
	hash TEXT NOT NULL,
	changed_ms BIGINT NOT NULL
);

-- Only the SHA-256 of a token is kept.
CREATE TABLE login (
	token_hash TEXT PRIMARY KEY,
	person TEXT NOT NULL REFERENCES person (id),
	created_ms BIGINT NOT NULL,
	expires_ms BIGINT NOT NULL,
	ends_ms BIGINT NOT NULL
);
CREATE INDEX login_person ON login (person);
CREATE INDEX login_expires ON login (expires_ms);

CREATE TABLE sign_in_code (
	id TEXT PRIMARY KEY,
	code_hash TEXT NOT NULL UNIQUE,
	link_hash TEXT NOT NULL UNIQUE,
	person TEXT NOT NULL REFERENCES person (id),
	made_by TEXT NOT NULL,
	created_ms BIGINT NOT NULL,
	expires_ms BIGINT NOT NULL,
	used_ms BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX sign_in_code_person ON sign_in_code (person);

CREATE TABLE email_code (
	id TEXT PRIMARY KEY,
	email TEXT NOT NULL,
	guest TEXT NOT NULL,
	name TEXT NOT NULL,
	code_hash TEXT NOT NULL,
	tries BIGINT NOT NULL DEFAULT 0,
	created_ms BIGINT NOT NULL,
	expires_ms BIGINT NOT NULL,
	used_ms BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX email_code_email ON email_code (email, guest, id);
CREATE INDEX email_code_created ON email_code (email, created_ms);
