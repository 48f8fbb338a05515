-- Parcels and their way, and the certificates of origin that travel with them.

-- Where a maker's parcels are fetched.
CREATE TABLE pickup_place (
	seller TEXT PRIMARY KEY REFERENCES seller (id),
	name TEXT NOT NULL,
	phone TEXT NOT NULL,
	line1 TEXT NOT NULL,
	line2 TEXT NOT NULL,
	city TEXT NOT NULL,
	state TEXT NOT NULL,
	pin TEXT NOT NULL,
	changed_ms BIGINT NOT NULL
);

-- One for each maker of a child of an order. State is that of schema/shipment.def; state_ms is when it was reached, by whoever told it.
-- job: what a carrier is still to be asked ('book', 'cancel', ''); run: the pickup run whose manifest lists it.
CREATE TABLE shipment (
	id TEXT PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	orders TEXT NOT NULL REFERENCES orders (id),
	child TEXT NOT NULL REFERENCES order_child (id),
	maker TEXT NOT NULL REFERENCES seller (id),
	carrier TEXT NOT NULL DEFAULT 'hand',
	ref TEXT NOT NULL DEFAULT '',
	state TEXT NOT NULL,
	state_ms BIGINT NOT NULL,
	weight_g BIGINT NOT NULL DEFAULT 0,
	length_mm BIGINT NOT NULL DEFAULT 0,
	width_mm BIGINT NOT NULL DEFAULT 0,
	height_mm BIGINT NOT NULL DEFAULT 0,
	window_from_ms BIGINT NOT NULL DEFAULT 0,
	window_until_ms BIGINT NOT NULL DEFAULT 0,
	run TEXT NOT NULL DEFAULT '',
	job TEXT NOT NULL DEFAULT '',
	job_due_ms BIGINT NOT NULL DEFAULT 0,
	job_tries BIGINT NOT NULL DEFAULT 0,
	fault TEXT NOT NULL DEFAULT '',
	created_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX shipment_child ON shipment (child, maker);
CREATE INDEX shipment_orders ON shipment (orders);
CREATE INDEX shipment_state ON shipment (state, id);
CREATE INDEX shipment_maker ON shipment (maker, id);
CREATE INDEX shipment_run ON shipment (run) WHERE run <> '';
CREATE INDEX shipment_job ON shipment (job_due_ms) WHERE job <> '';

-- What was told about it: at_ms by the teller's clock, told_ms by ours. by_whom: partner, host, staff, buyer.
CREATE TABLE shipment_event (
	id TEXT PRIMARY KEY,
	shipment TEXT NOT NULL REFERENCES shipment (id),
	state TEXT NOT NULL,
	at_ms BIGINT NOT NULL,
	told_ms BIGINT NOT NULL,
	by_whom TEXT NOT NULL,
	place TEXT NOT NULL DEFAULT '',
	note TEXT NOT NULL DEFAULT '',
	photo TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX shipment_event_once ON shipment_event (shipment, state, at_ms);

-- The public keys that certificates of origin were ever signed with; the secret one lies in a file of the data folder.
-- until_ms 0: it still signs.
CREATE TABLE origin_key (
	id TEXT PRIMARY KEY,
	public_key TEXT NOT NULL,
	from_ms BIGINT NOT NULL,
	until_ms BIGINT NOT NULL DEFAULT 0
);

-- One for each line of an order, for all its pieces, frozen when it was ready. state: good, copied (its code stands on other goods), revoked.
CREATE TABLE certificate (
	code TEXT PRIMARY KEY,
	line TEXT NOT NULL UNIQUE REFERENCES order_line (id),
	child TEXT NOT NULL REFERENCES order_child (id),
	product TEXT NOT NULL REFERENCES product (id),
	maker TEXT NOT NULL,
	pieces BIGINT NOT NULL CHECK (pieces > 0),
	artisan_en TEXT NOT NULL,
	artisan_hi TEXT NOT NULL,
	district TEXT NOT NULL,
	product_en TEXT NOT NULL,
	product_hi TEXT NOT NULL,
	gi_user TEXT NOT NULL DEFAULT '',
	broadcast TEXT NOT NULL DEFAULT '',
	media_us BIGINT NOT NULL DEFAULT 0,
	issued_ms BIGINT NOT NULL,
	state TEXT NOT NULL DEFAULT 'good' CHECK (state IN ('good', 'copied', 'revoked')),
	reason TEXT NOT NULL DEFAULT '',
	changed_ms BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX certificate_child ON certificate (child);
CREATE INDEX certificate_product ON certificate (product);

-- Where a piece's code was looked at: place is a hash of code and network, no address can be read out of it.
CREATE TABLE certificate_scan (
	code TEXT NOT NULL REFERENCES certificate (code),
	piece BIGINT NOT NULL,
	place TEXT NOT NULL,
	scans BIGINT NOT NULL,
	first_ms BIGINT NOT NULL,
	last_ms BIGINT NOT NULL,
	PRIMARY KEY (code, piece, place)
);

-- Somebody says that a piece is not what it claims to be. decision: '' (open), false, copied, dismissed.
CREATE TABLE certificate_doubt (
	id TEXT PRIMARY KEY,
	code TEXT NOT NULL REFERENCES certificate (code),
	piece BIGINT NOT NULL,
	person TEXT NOT NULL,
	reason TEXT NOT NULL,
	note TEXT NOT NULL DEFAULT '',
	at_ms BIGINT NOT NULL,
	decision TEXT NOT NULL DEFAULT '',
	decided_by TEXT NOT NULL DEFAULT '',
	decided_ms BIGINT NOT NULL DEFAULT 0,
	decided_note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX certificate_doubt_open ON certificate_doubt (id) WHERE decision = '';
CREATE INDEX certificate_doubt_code ON certificate_doubt (code, id);
