-- What is owed for one seller's part of an order, and how it is paid; apart from the order's own state. Amounts are minor units.
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
);
CREATE INDEX payment_orders ON payment (orders);
CREATE INDEX payment_state ON payment (state, id);
CREATE UNIQUE INDEX payment_gateway ON payment (gateway_order) WHERE gateway_order <> '';
-- One bank's reference pays one payment.
CREATE UNIQUE INDEX payment_reference ON payment (reference) WHERE reference <> '' AND state IN ('paid', 'refund_due', 'refunded');

-- All that was said of a payment, by whom; rows are only added.
CREATE TABLE payment_event (
	id TEXT PRIMARY KEY,
	payment TEXT NOT NULL REFERENCES payment (id),
	event TEXT NOT NULL,
	state TEXT NOT NULL,
	source TEXT NOT NULL,
	reference TEXT NOT NULL,
	person TEXT NOT NULL,
	at_ms BIGINT NOT NULL
);
CREATE INDEX payment_event_payment ON payment_event (payment, id);

-- The credits of the account's statements. `mark` is made of the line itself: a statement read twice counts once.
CREATE TABLE bank_line (
	id TEXT PRIMARY KEY,
	mark TEXT NOT NULL UNIQUE,
	day_ms BIGINT NOT NULL,
	amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
	reference TEXT NOT NULL,
	narration TEXT NOT NULL,
	state TEXT NOT NULL,
	payment TEXT NOT NULL DEFAULT '',
	created_ms BIGINT NOT NULL
);
CREATE INDEX bank_line_state ON bank_line (state, id);

-- What is to be asked of the gateway, written in the commit that caused it.
CREATE TABLE pay_job (
	id TEXT PRIMARY KEY,
	payment TEXT NOT NULL REFERENCES payment (id),
	kind TEXT NOT NULL,
	tries BIGINT NOT NULL DEFAULT 0,
	due_ms BIGINT NOT NULL,
	error TEXT NOT NULL DEFAULT '',
	created_ms BIGINT NOT NULL
);
CREATE INDEX pay_job_due ON pay_job (due_ms);
