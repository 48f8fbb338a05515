-- A second proof at the sign-in of those who work here: codes of an authenticator app, and recovery codes on paper. Times are epoch milliseconds.
CREATE TABLE second_factor (
	person TEXT PRIMARY KEY REFERENCES person (id),
	secret TEXT NOT NULL,        -- sealed (server/people/vault.h)
	last_step BIGINT NOT NULL,   -- the half minute whose code was used last; it never goes back
	since_ms BIGINT NOT NULL
);

-- A secret that was shown and waits for its first code.
CREATE TABLE second_factor_offer (
	person TEXT PRIMARY KEY REFERENCES person (id),
	secret TEXT NOT NULL,        -- sealed
	tries BIGINT NOT NULL DEFAULT 0,
	expires_ms BIGINT NOT NULL
);
CREATE INDEX second_factor_offer_expires ON second_factor_offer (expires_ms);

-- Each works once; only its SHA-256 is kept.
CREATE TABLE recovery_code (
	code_hash TEXT PRIMARY KEY,
	person TEXT NOT NULL REFERENCES person (id),
	used_ms BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX recovery_code_person ON recovery_code (person);

-- A browser that knew the password and owes a code. No login.
CREATE TABLE second_step (
	browser TEXT PRIMARY KEY,    -- SHA-256 of the token that the browser had when it knew the password
	person TEXT NOT NULL REFERENCES person (id),
	tries BIGINT NOT NULL DEFAULT 0,
	expires_ms BIGINT NOT NULL
);
CREATE INDEX second_step_person ON second_step (person);
CREATE INDEX second_step_expires ON second_step (expires_ms);
