-- The papers that go with goods. What a paper says is never changed.

-- The last serial of a seller's series in a fiscal year (2026: from April 2026 to March 2027).
CREATE TABLE paper_series (
	seller TEXT NOT NULL REFERENCES seller (id),
	year BIGINT NOT NULL,
	kind TEXT NOT NULL,
	last BIGINT NOT NULL CHECK (last > 0),
	PRIMARY KEY (seller, year, kind)
);

-- Frozen at issue: names, addresses and figures as they were. Only `state` may change, and only to 'cancelled'. Money is in paise.
CREATE TABLE paper (
	id TEXT PRIMARY KEY,
	kind TEXT NOT NULL,
	number TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('issued', 'cancelled')),
	at_ms BIGINT NOT NULL,
	year BIGINT NOT NULL,
	serial BIGINT NOT NULL,
	seller TEXT NOT NULL REFERENCES seller (id),
	person TEXT NOT NULL,
	orders TEXT NOT NULL REFERENCES orders (id),
	child TEXT NOT NULL REFERENCES order_child (id),
	order_number TEXT NOT NULL,
	ordered_ms BIGINT NOT NULL,
	about TEXT NOT NULL,         -- a credit note's invoice
	about_number TEXT NOT NULL,
	about_ms BIGINT NOT NULL,
	reason TEXT NOT NULL,
	words TEXT NOT NULL,         -- that the law wants on it
	from_name TEXT NOT NULL,
	from_name_hi TEXT NOT NULL,
	from_status TEXT NOT NULL,
	from_line1 TEXT NOT NULL,
	from_line2 TEXT NOT NULL,
	from_city TEXT NOT NULL,
	from_pin TEXT NOT NULL,
	from_region BIGINT NOT NULL, -- code of GST
	from_gstin TEXT NOT NULL,
	from_enrolment TEXT NOT NULL,
	from_iec TEXT NOT NULL,
	from_lut TEXT NOT NULL,
	from_ad_code TEXT NOT NULL,
	to_name TEXT NOT NULL,
	to_gstin TEXT NOT NULL,
	to_line1 TEXT NOT NULL,
	to_line2 TEXT NOT NULL,
	to_city TEXT NOT NULL,
	to_state TEXT NOT NULL,
	to_pin TEXT NOT NULL,
	to_country TEXT NOT NULL,
	supply_region BIGINT NOT NULL, -- place of supply; 96: abroad
	tax TEXT NOT NULL,
	reverse_charge BIGINT NOT NULL CHECK (reverse_charge IN (0, 1)),
	currency TEXT NOT NULL,
	gross_minor BIGINT NOT NULL,
	discount_minor BIGINT NOT NULL,
	taxable_minor BIGINT NOT NULL,
	cgst_minor BIGINT NOT NULL,
	sgst_minor BIGINT NOT NULL,
	igst_minor BIGINT NOT NULL,
	total_minor BIGINT NOT NULL,
	weight_g BIGINT NOT NULL,
	CHECK (total_minor = taxable_minor + cgst_minor + sgst_minor + igst_minor),
	CHECK (total_minor = gross_minor - discount_minor)
);
CREATE UNIQUE INDEX paper_serial ON paper (seller, year, kind, serial);
CREATE UNIQUE INDEX paper_number ON paper (seller, number);
CREATE UNIQUE INDEX paper_once ON paper (child, kind) WHERE state = 'issued';
CREATE INDEX paper_orders ON paper (orders, id);
CREATE INDEX paper_at ON paper (seller, at_ms);

CREATE TABLE paper_line (
	paper TEXT NOT NULL REFERENCES paper (id),
	place BIGINT NOT NULL,
	product TEXT NOT NULL,
	maker TEXT NOT NULL,
	maker_en TEXT NOT NULL,
	maker_hi TEXT NOT NULL,
	name_en TEXT NOT NULL,
	name_hi TEXT NOT NULL,
	hsn TEXT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	unit TEXT NOT NULL,
	uqc TEXT NOT NULL,
	price_minor BIGINT NOT NULL,
	gross_minor BIGINT NOT NULL,
	discount_minor BIGINT NOT NULL,
	taxable_minor BIGINT NOT NULL,
	bps BIGINT NOT NULL,
	cgst_minor BIGINT NOT NULL,
	sgst_minor BIGINT NOT NULL,
	igst_minor BIGINT NOT NULL,
	weight_g BIGINT NOT NULL,
	PRIMARY KEY (paper, place),
	CHECK (gross_minor = price_minor * quantity),
	CHECK (gross_minor - discount_minor = taxable_minor + cgst_minor + sgst_minor + igst_minor)
);
CREATE INDEX paper_line_maker ON paper_line (maker, paper);

-- Why a paper does not count any more; its number stays taken.
CREATE TABLE paper_cancelled (
	paper TEXT PRIMARY KEY REFERENCES paper (id),
	person TEXT NOT NULL,
	reason TEXT NOT NULL,
	at_ms BIGINT NOT NULL
);
