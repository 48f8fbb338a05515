-- The cart, what is set aside for it, who waits for a thing to be free, and reductions that a named party pays for.
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
);

-- Pieces that are out of the stock and not yet in an order. One that ran out rests: it cannot be taken anew before until_ms.
CREATE TABLE hold (
	person TEXT NOT NULL REFERENCES person (id),
	product TEXT NOT NULL REFERENCES product (id),
	variant TEXT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	flash_minor BIGINT NOT NULL DEFAULT 0, -- price of the flash pieces that were taken along; 0: none were
	state TEXT NOT NULL CHECK (state IN ('held', 'rests')),
	until_ms BIGINT NOT NULL,
	created_ms BIGINT NOT NULL,
	PRIMARY KEY (person, product, variant)
);
CREATE INDEX hold_until ON hold (until_ms);
CREATE INDEX hold_product ON hold (product, variant, until_ms) WHERE state = 'held';

-- Who is to be told when it is free, the eldest first (id rises with time). The row goes when the offer is made: the offer is a hold.
CREATE TABLE waiting (
	id TEXT PRIMARY KEY,
	person TEXT NOT NULL REFERENCES person (id),
	product TEXT NOT NULL REFERENCES product (id),
	variant TEXT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	created_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX waiting_person ON waiting (person, product, variant);
CREATE INDEX waiting_product ON waiting (product, variant, id);

-- A reduction by code. Either off_bps (hundredths of a percent, of the goods it is for) or off_minor (paise); 0 in a limit is none.
CREATE TABLE coupon (
	id TEXT PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	funder TEXT NOT NULL CHECK (funder IN ('artisan', 'fair', 'state')),
	seller TEXT NOT NULL DEFAULT '', -- whose goods it is for; '' for anyone's
	district TEXT NOT NULL DEFAULT '',
	off_bps BIGINT NOT NULL CHECK (off_bps BETWEEN 0 AND 10000),
	off_minor BIGINT NOT NULL CHECK (off_minor >= 0),
	most_minor BIGINT NOT NULL CHECK (most_minor >= 0), -- of one order
	min_total_minor BIGINT NOT NULL CHECK (min_total_minor >= 0), -- goods it is for, before the reduction
	uses_max BIGINT NOT NULL CHECK (uses_max >= 0),
	uses BIGINT NOT NULL DEFAULT 0 CHECK (uses >= 0),
	per_person BIGINT NOT NULL CHECK (per_person >= 0),
	budget_minor BIGINT NOT NULL CHECK (budget_minor >= 0),
	spent_minor BIGINT NOT NULL DEFAULT 0 CHECK (spent_minor >= 0),
	from_ms BIGINT NOT NULL,
	until_ms BIGINT NOT NULL CHECK (until_ms > from_ms),
	person TEXT NOT NULL, -- who made it
	created_ms BIGINT NOT NULL,
	CHECK ((off_bps = 0) <> (off_minor = 0))
);
CREATE INDEX coupon_seller ON coupon (seller, id);
CREATE TABLE coupon_use (
	orders TEXT PRIMARY KEY REFERENCES orders (id),
	coupon TEXT NOT NULL REFERENCES coupon (id),
	person TEXT NOT NULL,
	off_minor BIGINT NOT NULL,
	at_ms BIGINT NOT NULL
);
CREATE INDEX coupon_use_person ON coupon_use (coupon, person);

-- What it costs to send one parcel of up to so many grams. A tariff is the rows of one zone and one day; the last that has begun counts.
CREATE TABLE shipping_rate (
	zone TEXT NOT NULL, -- 'state' of the seller, 'india', a country's code, or 'abroad' for those without rows of their own
	from_ms BIGINT NOT NULL,
	upto_g BIGINT NOT NULL CHECK (upto_g > 0),
	price_minor BIGINT NOT NULL CHECK (price_minor >= 0), -- paise
	source TEXT NOT NULL, -- whose tariff it is
	PRIMARY KEY (zone, from_ms, upto_g)
);

ALTER TABLE flash ADD COLUMN funder TEXT NOT NULL DEFAULT 'artisan' CHECK (funder IN ('artisan', 'fair', 'state'));

-- A child's total is its goods, less what was reduced, and its shipping. Who pays for a reduction stands with the line: settlement charges them.
ALTER TABLE order_child ADD COLUMN shipping_minor BIGINT NOT NULL DEFAULT 0 CHECK (shipping_minor >= 0);
ALTER TABLE order_line ADD COLUMN off_minor BIGINT NOT NULL DEFAULT 0 CHECK (off_minor >= 0); -- of the whole line
ALTER TABLE order_line ADD COLUMN funder TEXT NOT NULL DEFAULT '';
