-- What partners have told us, so that the same message counts once (kept 45 days; partners repeat for up to 15).
CREATE TABLE hook_event (
	partner TEXT NOT NULL,
	event TEXT NOT NULL,
	body_hash TEXT NOT NULL,
	at_ms BIGINT NOT NULL,
	PRIMARY KEY (partner, event)
);
CREATE INDEX hook_event_at ON hook_event (at_ms);
