-- Orders that their buyers took back before anything was paid (server/trade/withdrawal.h).
CREATE TABLE withdrawal (
	orders TEXT PRIMARY KEY REFERENCES orders (id),
	person TEXT NOT NULL REFERENCES person (id),
	at_ms BIGINT NOT NULL,
	forgiven_by TEXT NOT NULL DEFAULT '', -- who at the desk let the buyer go on
	forgiven_ms BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX withdrawal_person ON withdrawal (person, at_ms);
CREATE INDEX withdrawal_at ON withdrawal (at_ms);
