-- Wrong passwords in a row for one address, whether it has an account or not: both are told alike.
CREATE TABLE sign_in_failure (
	account TEXT PRIMARY KEY,    -- hash of the address
	failures BIGINT NOT NULL,
	last_ms BIGINT NOT NULL
);
CREATE INDEX sign_in_failure_last ON sign_in_failure (last_ms);
