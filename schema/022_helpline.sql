-- The helpline: people who call artisans, what is to be called about, and every call. Times are epoch milliseconds.
-- A role more means a new CHECK, and so a new table; rows that name a person keep their place until the commit.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE person_before AS SELECT id, role, name, email, email_confirmed, booth, lang, country, merged_into, created_ms FROM person;
DROP TABLE person;
CREATE TABLE person (
	id TEXT PRIMARY KEY,
	role TEXT NOT NULL CHECK (role IN ('guest', 'buyer', 'artisan', 'helpline', 'organizer')),
	name TEXT NOT NULL,
	email TEXT NOT NULL DEFAULT '',
	email_confirmed BIGINT NOT NULL DEFAULT 0 CHECK (email_confirmed IN (0, 1)),
	booth TEXT NOT NULL DEFAULT '',
	lang TEXT NOT NULL DEFAULT 'en',
	country TEXT NOT NULL DEFAULT '',
	merged_into TEXT NOT NULL DEFAULT '',
	created_ms BIGINT NOT NULL
);
INSERT INTO person (id, role, name, email, email_confirmed, booth, lang, country, merged_into, created_ms)
SELECT id, role, name, email, email_confirmed, booth, lang, country, merged_into, created_ms FROM person_before;
DROP TABLE person_before;
CREATE UNIQUE INDEX person_email ON person (email, role) WHERE email_confirmed = 1 AND merged_into = '';
CREATE INDEX person_booth ON person (booth) WHERE booth <> '';
CREATE INDEX person_guest_age ON person (created_ms) WHERE role = 'guest';

CREATE TABLE call_task (
	id TEXT PRIMARY KEY,
	reason TEXT NOT NULL,                    -- a row of calls.def
	about TEXT NOT NULL,                     -- the order child or the enquiry
	orders TEXT NOT NULL DEFAULT '',         -- its order, or ''
	booth TEXT NOT NULL REFERENCES booth (id),
	state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
	outcome TEXT NOT NULL DEFAULT '',        -- of the last call, or why it needs none any more
	due_ms BIGINT NOT NULL,
	lease_by TEXT NOT NULL DEFAULT '',       -- a person, or '' for nobody
	lease_until_ms BIGINT NOT NULL DEFAULT 0,
	tries BIGINT NOT NULL DEFAULT 0,
	created_ms BIGINT NOT NULL,
	done_ms BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX call_task_about ON call_task (about, booth, reason);
CREATE INDEX call_task_due ON call_task (due_ms, id) WHERE state = 'open';
CREATE INDEX call_task_done ON call_task (done_ms) WHERE state = 'done';

CREATE TABLE call_try (
	id TEXT PRIMARY KEY,
	task TEXT NOT NULL REFERENCES call_task (id),
	person TEXT NOT NULL,                    -- who called; '' is the automatic call
	outcome TEXT NOT NULL,
	ready_ms BIGINT NOT NULL DEFAULT 0,      -- the day on which it will be ready, or 0
	note TEXT NOT NULL DEFAULT '',
	accepted BIGINT NOT NULL DEFAULT 0 CHECK (accepted IN (0, 1)), -- the order was accepted on the artisan's behalf by this call
	at_ms BIGINT NOT NULL
);
CREATE INDEX call_try_task ON call_try (task, id);
CREATE INDEX call_try_at ON call_try (at_ms);

-- What waits is few, and found by age through its id.
CREATE INDEX enquiry_waits ON enquiry (id) WHERE state = 'open';
CREATE INDEX order_child_waits ON order_child (id) WHERE state = 'placed';
