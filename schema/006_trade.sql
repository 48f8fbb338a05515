-- The trade ledger. Money is minor units beside an ISO 4217 code; a product's stock can never be negative.
CREATE TABLE seller (
	id TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	gstin TEXT NOT NULL DEFAULT '',
	country TEXT NOT NULL,
	principal TEXT NOT NULL DEFAULT '',
	demo BIGINT NOT NULL DEFAULT 0 CHECK (demo IN (0, 1)),
	created_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX seller_gstin ON seller (gstin) WHERE gstin <> '';

CREATE TABLE product (
	id TEXT PRIMARY KEY,
	slug TEXT NOT NULL UNIQUE,
	booth TEXT NOT NULL REFERENCES booth (id),
	seller TEXT NOT NULL REFERENCES seller (id),
	district TEXT NOT NULL REFERENCES district (code),
	category TEXT NOT NULL,
	name_en TEXT NOT NULL,
	name_hi TEXT NOT NULL,
	about_en TEXT NOT NULL,
	about_hi TEXT NOT NULL,
	price_minor BIGINT NOT NULL CHECK (price_minor > 0),
	currency TEXT NOT NULL,
	unit TEXT NOT NULL,
	stock BIGINT NOT NULL CHECK (stock >= 0),
	moq BIGINT NOT NULL CHECK (moq > 0),
	lead_days BIGINT NOT NULL CHECK (lead_days >= 0),
	made_to_order BIGINT NOT NULL DEFAULT 0 CHECK (made_to_order IN (0, 1)),
	hsn TEXT NOT NULL,
	gi BIGINT NOT NULL CHECK (gi IN (0, 1)),
	grade TEXT NOT NULL CHECK (grade IN ('A', 'B', 'C')),
	seed BIGINT NOT NULL CHECK (seed BETWEEN 0 AND 999),
	created_ms BIGINT NOT NULL
);
CREATE INDEX product_booth ON product (booth, id);
CREATE INDEX product_district ON product (district, id);
CREATE INDEX product_category ON product (category, id);

-- A host's flash price; one per product, the last one counts.
CREATE TABLE flash (
	product TEXT PRIMARY KEY REFERENCES product (id),
	booth TEXT NOT NULL,
	price_minor BIGINT NOT NULL CHECK (price_minor > 0),
	was_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	quantity BIGINT NOT NULL,
	remaining BIGINT NOT NULL CHECK (remaining >= 0),
	starts_ms BIGINT NOT NULL,
	ends_ms BIGINT NOT NULL,
	told TEXT NOT NULL DEFAULT 'planned' CHECK (told IN ('planned', 'on', 'over')) -- what the booth log has last said of it
);
CREATE INDEX flash_booth ON flash (booth, ends_ms);

CREATE TABLE ledger_number (
	name TEXT PRIMARY KEY,
	last BIGINT NOT NULL
);

CREATE TABLE idempotency (
	person TEXT NOT NULL,
	key TEXT NOT NULL,
	request_hash TEXT NOT NULL,
	status BIGINT NOT NULL,
	body TEXT NOT NULL,
	created_ms BIGINT NOT NULL,
	PRIMARY KEY (person, key)
);
CREATE INDEX idempotency_created ON idempotency (created_ms);

CREATE TABLE enquiry (
	id TEXT PRIMARY KEY,
	person TEXT NOT NULL REFERENCES person (id),
	booth TEXT NOT NULL REFERENCES booth (id),
	product TEXT NOT NULL DEFAULT '',
	quantity BIGINT NOT NULL DEFAULT 0,
	unit TEXT NOT NULL DEFAULT '',
	country TEXT NOT NULL DEFAULT '',
	note TEXT NOT NULL DEFAULT '',
	lang TEXT NOT NULL DEFAULT '',
	name TEXT NOT NULL,
	email TEXT NOT NULL DEFAULT '',
	state TEXT NOT NULL,
	lead TEXT NOT NULL DEFAULT '',
	orders TEXT NOT NULL DEFAULT '',
	broadcast TEXT NOT NULL DEFAULT '',
	media_us BIGINT NOT NULL DEFAULT 0,
	estimated BIGINT NOT NULL DEFAULT 0,
	line_seq BIGINT NOT NULL DEFAULT 0,
	created_ms BIGINT NOT NULL
);
CREATE INDEX enquiry_person ON enquiry (person, id);
CREATE INDEX enquiry_booth ON enquiry (booth, id);

CREATE TABLE enquiry_message (
	id TEXT PRIMARY KEY,
	enquiry TEXT NOT NULL REFERENCES enquiry (id),
	author TEXT NOT NULL,
	person TEXT NOT NULL,
	body TEXT NOT NULL DEFAULT '',
	phrase TEXT NOT NULL DEFAULT '',
	lang TEXT NOT NULL DEFAULT '',
	at_ms BIGINT NOT NULL
);
CREATE INDEX enquiry_message_thread ON enquiry_message (enquiry, id);

CREATE TABLE lead (
	id TEXT PRIMARY KEY,
	number TEXT NOT NULL UNIQUE,
	enquiry TEXT NOT NULL UNIQUE REFERENCES enquiry (id),
	person TEXT NOT NULL REFERENCES person (id),
	booth TEXT NOT NULL REFERENCES booth (id),
	product TEXT NOT NULL DEFAULT '',
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	unit TEXT NOT NULL,
	target_minor BIGINT NOT NULL DEFAULT 0,
	currency TEXT NOT NULL DEFAULT '',
	incoterm TEXT NOT NULL,
	destination TEXT NOT NULL,
	company TEXT NOT NULL DEFAULT '',
	note TEXT NOT NULL DEFAULT '',
	state TEXT NOT NULL,
	created_ms BIGINT NOT NULL
);
CREATE INDEX lead_person ON lead (person, id);
CREATE INDEX lead_booth ON lead (booth, id);

CREATE TABLE orders (
	id TEXT PRIMARY KEY,
	number TEXT NOT NULL UNIQUE,
	person TEXT NOT NULL REFERENCES person (id),
	enquiry TEXT NOT NULL DEFAULT '',
	state TEXT NOT NULL,
	total_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	to_name TEXT NOT NULL,
	to_phone TEXT NOT NULL,
	to_line1 TEXT NOT NULL,
	to_line2 TEXT NOT NULL,
	to_city TEXT NOT NULL,
	to_state TEXT NOT NULL,
	to_pin TEXT NOT NULL,
	to_country TEXT NOT NULL,
	created_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX orders_enquiry ON orders (enquiry) WHERE enquiry <> '';
CREATE INDEX orders_person ON orders (person, id);

-- One per seller of record; this is where the state lives. The order's own state is that of its slowest child.
CREATE TABLE order_child (
	id TEXT PRIMARY KEY,
	orders TEXT NOT NULL REFERENCES orders (id),
	number TEXT NOT NULL UNIQUE,
	seller TEXT NOT NULL REFERENCES seller (id),
	state TEXT NOT NULL,
	total_minor BIGINT NOT NULL,
	currency TEXT NOT NULL
);
CREATE UNIQUE INDEX order_child_seller ON order_child (orders, seller);

CREATE TABLE order_line (
	id TEXT PRIMARY KEY,
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
	estimated BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX order_line_child ON order_line (child, id);
CREATE INDEX order_line_orders ON order_line (orders, id);
CREATE INDEX order_line_booth ON order_line (booth, orders);
