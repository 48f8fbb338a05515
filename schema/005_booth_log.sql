-- What happened in public in a booth, and the state a booth is rebuilt from.
CREATE TABLE booth_log (
	booth TEXT NOT NULL,
	seq BIGINT NOT NULL,
	epoch BIGINT NOT NULL,
	at_ms BIGINT NOT NULL,
	broadcast TEXT NOT NULL DEFAULT '',
	media_us BIGINT NOT NULL DEFAULT 0,
	kind TEXT NOT NULL,
	version BIGINT NOT NULL,
	actor TEXT NOT NULL DEFAULT '',
	payload TEXT NOT NULL,
	redacted_ms BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (booth, seq)
);
CREATE INDEX booth_log_actor ON booth_log (booth, actor, kind, seq) WHERE actor <> '';

CREATE TABLE pin (
	booth TEXT NOT NULL REFERENCES booth (id),
	product TEXT NOT NULL,
	pinned_ms BIGINT NOT NULL,
	PRIMARY KEY (booth, product)
);

CREATE TABLE mute (
	booth TEXT NOT NULL REFERENCES booth (id),
	person TEXT NOT NULL,
	until_ms BIGINT NOT NULL,
	made_by TEXT NOT NULL,
	PRIMARY KEY (booth, person)
);
