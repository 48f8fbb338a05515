-- What is to leave the house, written in the commit that caused it.
CREATE TABLE outbox (
	id TEXT PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('mail')),
	recipient TEXT NOT NULL,
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'sent', 'failed')),
	tries BIGINT NOT NULL DEFAULT 0,
	due_ms BIGINT NOT NULL,
	created_ms BIGINT NOT NULL,
	error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX outbox_due ON outbox (due_ms) WHERE state = 'due';
