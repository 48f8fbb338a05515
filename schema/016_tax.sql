-- Rates of tax that were entered, and the places of sellers, which papers name.

-- Rows are added, never changed; seller '' is the desk's entry for everyone.
CREATE TABLE tax_rate (
	id TEXT PRIMARY KEY,
	hsn TEXT NOT NULL,
	seller TEXT NOT NULL,
	from_ms BIGINT NOT NULL,
	upto_minor BIGINT NOT NULL CHECK (upto_minor >= 0), -- paise without tax; 0: of any value
	bps BIGINT NOT NULL CHECK (bps BETWEEN 0 AND 4000), -- hundredths of a percent
	proof TEXT NOT NULL,
	person TEXT NOT NULL,
	created_ms BIGINT NOT NULL
);
CREATE INDEX tax_rate_on ON tax_rate (seller, hsn, from_ms);

-- Where a seller has its place of business.
CREATE TABLE seller_place (
	seller TEXT PRIMARY KEY REFERENCES seller (id),
	line1 TEXT NOT NULL,
	line2 TEXT NOT NULL,
	city TEXT NOT NULL,
	pin TEXT NOT NULL,
	ad_code TEXT NOT NULL DEFAULT '', -- of the bank that handles export bills
	person TEXT NOT NULL,
	changed_ms BIGINT NOT NULL
);
