-- A seller's life, its tax standing, and under whom it sells. Nothing is overwritten: a row ends and another follows.
ALTER TABLE seller ADD COLUMN name_hi TEXT NOT NULL DEFAULT '';
ALTER TABLE seller ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
ALTER TABLE seller ADD COLUMN region BIGINT NOT NULL DEFAULT 9;
ALTER TABLE seller ADD COLUMN booth TEXT NOT NULL DEFAULT '';
UPDATE seller SET name_hi = name;
UPDATE seller SET region = CAST(substr(gstin, 1, 2) AS BIGINT) WHERE gstin <> '';
UPDATE seller SET booth = COALESCE((SELECT MIN(p.booth) FROM product p WHERE p.seller = seller.id), '');
CREATE INDEX seller_booth ON seller (booth) WHERE booth <> '';

-- What was stated at the application; bank and card numbers stand nowhere else.
CREATE TABLE seller_form (
	seller TEXT PRIMARY KEY REFERENCES seller (id),
	phone TEXT NOT NULL,
	pehchan TEXT NOT NULL,
	pan TEXT NOT NULL,
	ifsc TEXT NOT NULL,
	account TEXT NOT NULL,
	upi TEXT NOT NULL,
	claim TEXT NOT NULL,
	claim_number TEXT NOT NULL,
	person TEXT NOT NULL,
	created_ms BIGINT NOT NULL
);

CREATE TABLE seller_move (
	id TEXT PRIMARY KEY,
	seller TEXT NOT NULL REFERENCES seller (id),
	state TEXT NOT NULL,
	person TEXT NOT NULL,
	note TEXT NOT NULL,
	at_ms BIGINT NOT NULL
);
CREATE INDEX seller_move_seller ON seller_move (seller, id);

-- Holds from `from_ms` until just before `until_ms`; 0 is without end.
CREATE TABLE seller_tax (
	id TEXT PRIMARY KEY,
	seller TEXT NOT NULL REFERENCES seller (id),
	kind TEXT NOT NULL,
	number TEXT NOT NULL,
	from_ms BIGINT NOT NULL,
	until_ms BIGINT NOT NULL DEFAULT 0 CHECK (until_ms = 0 OR until_ms >= from_ms),
	proof TEXT NOT NULL,
	person TEXT NOT NULL,
	created_ms BIGINT NOT NULL
);
CREATE INDEX seller_tax_seller ON seller_tax (seller, from_ms);
INSERT INTO seller_tax (id, seller, kind, number, from_ms, proof, person, created_ms)
SELECT id, id, 'regular', gstin, created_ms, 'as entered', '', created_ms FROM seller WHERE gstin <> '';

CREATE TABLE seller_link (
	id TEXT PRIMARY KEY,
	seller TEXT NOT NULL REFERENCES seller (id),
	principal TEXT NOT NULL REFERENCES seller (id),
	from_ms BIGINT NOT NULL,
	until_ms BIGINT NOT NULL DEFAULT 0 CHECK (until_ms = 0 OR until_ms >= from_ms),
	person TEXT NOT NULL,
	created_ms BIGINT NOT NULL
);
CREATE INDEX seller_link_seller ON seller_link (seller, from_ms);
CREATE INDEX seller_link_principal ON seller_link (principal, from_ms);
INSERT INTO seller_link (id, seller, principal, from_ms, person, created_ms)
SELECT id, id, principal, created_ms, '', created_ms FROM seller WHERE principal <> '';
ALTER TABLE seller DROP COLUMN principal;

-- The seller of record is the child's; whose hands made it stands with the line. What the rules said when it was sold stays.
ALTER TABLE order_line ADD COLUMN maker TEXT NOT NULL DEFAULT '';
UPDATE order_line SET maker = COALESCE((SELECT p.seller FROM product p WHERE p.id = order_line.product), '');
ALTER TABLE order_child ADD COLUMN paper TEXT NOT NULL DEFAULT '';
ALTER TABLE order_child ADD COLUMN tax TEXT NOT NULL DEFAULT '';
ALTER TABLE order_child ADD COLUMN supply_region BIGINT NOT NULL DEFAULT 0;
