-- What an order writes, in fewer pages. A table whose key is made of text keeps its rows in the key's own tree (WITHOUT ROWID), not beside it;
-- an index goes that another one, or a key, serves as well. A list in a CHECK becomes alternatives: for a list of more than two words SQLite
-- builds a table of its own at every insert. PostgreSQL has no WITHOUT ROWID: there the words are left out, and nothing else changes.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE outbox RENAME TO outbox_before;
CREATE TABLE outbox (
	id TEXT PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind = 'mail' OR kind = 'sms' OR kind = 'whatsapp' OR kind = 'push'),
	recipient TEXT NOT NULL,                 -- an address, a number with its country, a push_subscription
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	state TEXT NOT NULL DEFAULT 'due' CHECK (state = 'due' OR state = 'sent' OR state = 'delivered' OR state = 'failed'),
	tries BIGINT NOT NULL DEFAULT 0,
	due_ms BIGINT NOT NULL,
	created_ms BIGINT NOT NULL,
	error TEXT NOT NULL DEFAULT '',
	notice TEXT NOT NULL DEFAULT '',         -- the row of notices.def and the language: order-placed.maker.hi
	about TEXT NOT NULL DEFAULT '',          -- the order child or enquiry it speaks of
	person TEXT NOT NULL DEFAULT '',
	carrier_ref TEXT NOT NULL DEFAULT '',    -- what the carrier calls it
	settled_ms BIGINT NOT NULL DEFAULT 0,    -- when it took its last state
	claimed BIGINT NOT NULL DEFAULT 0,       -- 1: somebody is sending it
	prefix TEXT NOT NULL DEFAULT ''          -- first six digits of a text's number
) WITHOUT ROWID;
INSERT INTO outbox (id, kind, recipient, subject, body, state, tries, due_ms, created_ms, error, notice, about, person, carrier_ref, settled_ms, claimed, prefix)
SELECT id, kind, recipient, subject, body, state, tries, due_ms, created_ms, error, notice, about, person, carrier_ref, settled_ms, claimed, prefix FROM outbox_before;
DROP TABLE outbox_before;
CREATE INDEX outbox_due ON outbox (kind, due_ms) WHERE state = 'due';
CREATE INDEX outbox_failed ON outbox (id) WHERE state = 'failed';
CREATE INDEX outbox_about ON outbox (about, id) WHERE about <> '';
CREATE INDEX outbox_settled ON outbox (settled_ms) WHERE state <> 'due';
CREATE INDEX outbox_claimed ON outbox (id) WHERE claimed = 1;
CREATE INDEX outbox_number ON outbox (recipient, created_ms) WHERE kind IN ('sms', 'whatsapp');
CREATE INDEX outbox_prefix ON outbox (prefix, created_ms) WHERE prefix <> '';
CREATE INDEX outbox_texts ON outbox (created_ms) WHERE prefix <> '';

ALTER TABLE cart_line RENAME TO cart_line_before;
CREATE TABLE cart_line (
	person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE, -- a forgotten guest's cart is forgotten
	product TEXT NOT NULL REFERENCES product (id),
	variant TEXT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	shown_minor BIGINT NOT NULL CHECK (shown_minor >= 0), -- price of one that the buyer has last agreed to; 0: not said
	broadcast TEXT NOT NULL,
	media_us BIGINT NOT NULL,
	estimated BIGINT NOT NULL,
	added_ms BIGINT NOT NULL,
	PRIMARY KEY (person, product, variant)
) WITHOUT ROWID;
INSERT INTO cart_line (person, product, variant, quantity, shown_minor, broadcast, media_us, estimated, added_ms)
SELECT person, product, variant, quantity, shown_minor, broadcast, media_us, estimated, added_ms FROM cart_line_before;
DROP TABLE cart_line_before;

ALTER TABLE hold RENAME TO hold_before;
CREATE TABLE hold (
	person TEXT NOT NULL REFERENCES person (id),
	product TEXT NOT NULL REFERENCES product (id),
	variant TEXT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	flash_minor BIGINT NOT NULL DEFAULT 0, -- price of the flash pieces that were taken along; 0: none were
	state TEXT NOT NULL CHECK (state = 'held' OR state = 'rests'),
	until_ms BIGINT NOT NULL,
	created_ms BIGINT NOT NULL,
	PRIMARY KEY (person, product, variant)
) WITHOUT ROWID;
INSERT INTO hold (person, product, variant, quantity, flash_minor, state, until_ms, created_ms)
SELECT person, product, variant, quantity, flash_minor, state, until_ms, created_ms FROM hold_before;
DROP TABLE hold_before;
CREATE INDEX hold_until ON hold (until_ms);
CREATE INDEX hold_product ON hold (product, variant, until_ms) WHERE state = 'held';

-- The next three are named by rows of other tables, which keep their place until the commit.
CREATE TABLE call_task_before AS SELECT id, reason, about, orders, booth, state, outcome, due_ms, lease_by, lease_until_ms, tries, created_ms, done_ms FROM call_task;
DROP TABLE call_task;
CREATE TABLE call_task (
	id TEXT PRIMARY KEY,
	reason TEXT NOT NULL,                    -- a row of calls.def
	about TEXT NOT NULL,                     -- the order child or the enquiry
	orders TEXT NOT NULL DEFAULT '',         -- its order, or ''
	booth TEXT NOT NULL REFERENCES booth (id),
	state TEXT NOT NULL DEFAULT 'open' CHECK (state = 'open' OR state = 'done'),
	outcome TEXT NOT NULL DEFAULT '',        -- of the last call, or why it needs none any more
	due_ms BIGINT NOT NULL,
	lease_by TEXT NOT NULL DEFAULT '',       -- a person, or '' for nobody
	lease_until_ms BIGINT NOT NULL DEFAULT 0,
	tries BIGINT NOT NULL DEFAULT 0,
	created_ms BIGINT NOT NULL,
	done_ms BIGINT NOT NULL DEFAULT 0
) WITHOUT ROWID;
INSERT INTO call_task (id, reason, about, orders, booth, state, outcome, due_ms, lease_by, lease_until_ms, tries, created_ms, done_ms)
SELECT id, reason, about, orders, booth, state, outcome, due_ms, lease_by, lease_until_ms, tries, created_ms, done_ms FROM call_task_before;
DROP TABLE call_task_before;
CREATE UNIQUE INDEX call_task_about ON call_task (about, booth, reason);
CREATE INDEX call_task_due ON call_task (due_ms, id) WHERE state = 'open';
CREATE INDEX call_task_done ON call_task (done_ms) WHERE state = 'done';

-- An order's lines lie beside each other; those of a child are found through its order.
CREATE TABLE order_line_before AS SELECT id, orders, child, product, booth, quantity, price_minor, shown_minor, flash, currency, broadcast, media_us, estimated, maker,
	variant, off_minor, funder FROM order_line;
DROP TABLE order_line;
CREATE TABLE order_line (
	id TEXT NOT NULL UNIQUE,
	orders TEXT NOT NULL REFERENCES orders (id),
	child TEXT NOT NULL REFERENCES order_child (id),
	product TEXT NOT NULL REFERENCES product (id),
	booth TEXT NOT NULL REFERENCES booth (id),
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	price_minor BIGINT NOT NULL,
	shown_minor BIGINT NOT NULL,
	flash BIGINT NOT NULL DEFAULT 0,
	currency TEXT NOT NULL,
	broadcast TEXT NOT NULL DEFAULT '',
	media_us BIGINT NOT NULL DEFAULT 0,
	estimated BIGINT NOT NULL DEFAULT 0,
	maker TEXT NOT NULL DEFAULT '',
	variant TEXT NOT NULL DEFAULT '',        -- '' for a product without variants
	off_minor BIGINT NOT NULL DEFAULT 0 CHECK (off_minor >= 0), -- of the whole line
	funder TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (orders, id)
) WITHOUT ROWID;
INSERT INTO order_line (id, orders, child, product, booth, quantity, price_minor, shown_minor, flash, currency, broadcast, media_us, estimated, maker, variant, off_minor, funder)
SELECT id, orders, child, product, booth, quantity, price_minor, shown_minor, flash, currency, broadcast, media_us, estimated, maker, variant, off_minor, funder
FROM order_line_before;
DROP TABLE order_line_before;
CREATE INDEX order_line_booth ON order_line (booth, orders);

-- What is owed for an order is found through its children.
CREATE TABLE payment_before AS SELECT id, child, orders, mark, method, state, amount_minor, currency, reference, payee, gateway_order, gateway_url, created_ms, changed_ms
FROM payment;
DROP TABLE payment;
CREATE TABLE payment (
	id TEXT PRIMARY KEY,
	child TEXT NOT NULL UNIQUE REFERENCES order_child (id),
	orders TEXT NOT NULL REFERENCES orders (id),
	mark TEXT NOT NULL UNIQUE,
	method TEXT NOT NULL,
	state TEXT NOT NULL,
	amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
	currency TEXT NOT NULL,
	reference TEXT NOT NULL DEFAULT '',
	payee TEXT NOT NULL DEFAULT '',
	gateway_order TEXT NOT NULL DEFAULT '',
	gateway_url TEXT NOT NULL DEFAULT '',
	created_ms BIGINT NOT NULL,
	changed_ms BIGINT NOT NULL
) WITHOUT ROWID;
INSERT INTO payment (id, child, orders, mark, method, state, amount_minor, currency, reference, payee, gateway_order, gateway_url, created_ms, changed_ms)
SELECT id, child, orders, mark, method, state, amount_minor, currency, reference, payee, gateway_order, gateway_url, created_ms, changed_ms FROM payment_before;
DROP TABLE payment_before;
CREATE INDEX payment_state ON payment (state, id);
CREATE UNIQUE INDEX payment_gateway ON payment (gateway_order) WHERE gateway_order <> '';
-- One bank's reference pays one payment.
CREATE UNIQUE INDEX payment_reference ON payment (reference) WHERE reference <> '' AND state IN ('paid', 'refund_due', 'refunded');
