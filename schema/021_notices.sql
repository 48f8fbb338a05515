-- Messages by every carrier, where people want to be told and when, and the browsers that listen. Times are epoch milliseconds.
DROP INDEX outbox_due;
ALTER TABLE outbox RENAME TO outbox_before;
CREATE TABLE outbox (
	id TEXT PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('mail', 'sms', 'whatsapp', 'push')),
	recipient TEXT NOT NULL,                 -- an address, a number with its country, a push_subscription
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'sent', 'delivered', 'failed')),
	tries BIGINT NOT NULL DEFAULT 0,
	due_ms BIGINT NOT NULL,
	created_ms BIGINT NOT NULL,
	error TEXT NOT NULL DEFAULT '',
	notice TEXT NOT NULL DEFAULT '',         -- the row of notices.def and the language: order-placed.maker.hi
	about TEXT NOT NULL DEFAULT '',          -- the order child or enquiry it speaks of
	person TEXT NOT NULL DEFAULT '',
	carrier_ref TEXT NOT NULL DEFAULT '',    -- what the carrier calls it
	settled_ms BIGINT NOT NULL DEFAULT 0     -- when it took its last state
);
INSERT INTO outbox (id, kind, recipient, subject, body, state, tries, due_ms, created_ms, error)
SELECT id, kind, recipient, subject, body, state, tries, due_ms, created_ms, error FROM outbox_before;
DROP TABLE outbox_before;
CREATE INDEX outbox_due ON outbox (kind, due_ms) WHERE state = 'due';
CREATE INDEX outbox_failed ON outbox (id) WHERE state = 'failed';
CREATE INDEX outbox_about ON outbox (about, id) WHERE about <> '';
CREATE INDEX outbox_settled ON outbox (settled_ms) WHERE state <> 'due';

-- Minutes of the day in the person's zone; from = until is no quiet time.
CREATE TABLE contact (
	person TEXT PRIMARY KEY REFERENCES person (id),
	phone TEXT NOT NULL,
	lang TEXT NOT NULL,
	zone TEXT NOT NULL,
	mail BIGINT NOT NULL CHECK (mail IN (0, 1)),
	sms BIGINT NOT NULL CHECK (sms IN (0, 1)),
	whatsapp BIGINT NOT NULL CHECK (whatsapp IN (0, 1)),
	push BIGINT NOT NULL CHECK (push IN (0, 1)),
	quiet_from_min BIGINT NOT NULL CHECK (quiet_from_min BETWEEN 0 AND 1439),
	quiet_until_min BIGINT NOT NULL CHECK (quiet_until_min BETWEEN 0 AND 1439),
	changed_ms BIGINT NOT NULL
);

-- What RFC 8030 calls a push resource, with the browser's keys (RFC 8291).
CREATE TABLE push_subscription (
	id TEXT PRIMARY KEY,
	person TEXT NOT NULL REFERENCES person (id),
	endpoint TEXT NOT NULL UNIQUE,
	p256dh TEXT NOT NULL,
	auth TEXT NOT NULL,
	created_ms BIGINT NOT NULL
);
CREATE INDEX push_subscription_person ON push_subscription (person, id);
