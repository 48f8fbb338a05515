-- What guards people's data from those who may see it, and their accounts from those who took them over. Times are epoch milliseconds.

-- Each look at somebody's contact data, in a chain: whoever changes, adds or takes out a row in the middle breaks every link behind it.
CREATE TABLE look (
	n BIGINT PRIMARY KEY,                    -- 1, 2, 3 … without a gap
	person TEXT NOT NULL,                    -- who looked
	kind TEXT NOT NULL,                      -- rows of looks.def
	subject TEXT NOT NULL,                   -- the order, seller, lead or task
	whose TEXT NOT NULL,                     -- the person it tells of, or ''
	reason TEXT NOT NULL,
	task TEXT NOT NULL,                      -- what it was for: an order, lead or task, or ''
	at_ms BIGINT NOT NULL,
	link TEXT NOT NULL                       -- BLAKE2b-256 of the link before and this row, in hex (server/trade/look.h)
);
CREATE INDEX look_day ON look (person, at_ms);
CREATE INDEX look_whose ON look (whose) WHERE whose <> '';
CREATE INDEX look_at ON look (at_ms);

-- A number that replaces another and does not count yet; phone '' takes the old one away.
CREATE TABLE contact_change (
	person TEXT PRIMARY KEY REFERENCES person (id),
	phone TEXT NOT NULL,
	asked_ms BIGINT NOT NULL,
	holds_ms BIGINT NOT NULL                 -- from then on it counts
);
CREATE INDEX contact_change_holds ON contact_change (holds_ms);

-- Whose data is to be erased unless they take it back.
CREATE TABLE erase_due (
	person TEXT PRIMARY KEY REFERENCES person (id),
	link_hash TEXT NOT NULL UNIQUE,          -- SHA-256 of the token in the link that takes it back
	asked_ms BIGINT NOT NULL,
	due_ms BIGINT NOT NULL
);
CREATE INDEX erase_due_due ON erase_due (due_ms);

-- Texts cost money: how many go to numbers that begin alike.
ALTER TABLE outbox ADD COLUMN prefix TEXT NOT NULL DEFAULT ''; -- first six digits of a text's number
CREATE INDEX outbox_prefix ON outbox (prefix, created_ms) WHERE prefix <> '';
CREATE INDEX outbox_texts ON outbox (created_ms) WHERE prefix <> '';
-- Where the desk has let texts go again that were stopped.
CREATE TABLE text_release (
	prefix TEXT PRIMARY KEY,
	from_ms BIGINT NOT NULL                  -- what was sent before does not count
);
