-- What is sold: variants, tiers, photos, versions, drafts, and the lines of the district register that each product belongs to.

-- A registered line of a district: what is none of them is not sold here. Days are Indian ones, as 20180124; until_day 0 is without end.
-- hsn lists the headings that belong to it, parted by semicolons; grade is that of the evidence (A official, B press, C memory).
CREATE TABLE odop_line (
	district TEXT NOT NULL REFERENCES district (code),
	code TEXT NOT NULL,
	name_en TEXT NOT NULL,
	name_hi TEXT NOT NULL,
	category TEXT NOT NULL,
	hsn TEXT NOT NULL,
	from_day BIGINT NOT NULL,
	until_day BIGINT NOT NULL DEFAULT 0,
	grade TEXT NOT NULL CHECK (grade IN ('A', 'B', 'C')),
	PRIMARY KEY (district, code)
);

-- A product row is always complete; what is not yet is a draft. `stock` is that of the product, or the sum of its variants.
ALTER TABLE product ADD COLUMN sku TEXT NOT NULL DEFAULT '';
ALTER TABLE product ADD COLUMN line TEXT NOT NULL DEFAULT '';
ALTER TABLE product ADD COLUMN state TEXT NOT NULL DEFAULT 'listed' CHECK (state IN ('offered', 'listed', 'withdrawn'));
ALTER TABLE product ADD COLUMN batch TEXT NOT NULL DEFAULT ''; -- the import it came by; not seen before that is done
ALTER TABLE product ADD COLUMN one_of_a_kind BIGINT NOT NULL DEFAULT 0 CHECK (one_of_a_kind IN (0, 1));
ALTER TABLE product ADD COLUMN weight_g BIGINT NOT NULL DEFAULT 0 CHECK (weight_g >= 0); -- packed; 0: not said
ALTER TABLE product ADD COLUMN length_mm BIGINT NOT NULL DEFAULT 0 CHECK (length_mm >= 0);
ALTER TABLE product ADD COLUMN width_mm BIGINT NOT NULL DEFAULT 0 CHECK (width_mm >= 0);
ALTER TABLE product ADD COLUMN height_mm BIGINT NOT NULL DEFAULT 0 CHECK (height_mm >= 0);
ALTER TABLE product ADD COLUMN gi_user TEXT NOT NULL DEFAULT ''; -- the authorised user's number in the register of GIs
ALTER TABLE product ADD COLUMN fssai TEXT NOT NULL DEFAULT ''; -- licence number, for food
ALTER TABLE product ADD COLUMN cites BIGINT NOT NULL DEFAULT 0 CHECK (cites IN (0, 1)); -- of a listed species
ALTER TABLE product ADD COLUMN export_held BIGINT NOT NULL DEFAULT 0 CHECK (export_held IN (0, 1)); -- its maker or the desk holds it back from export
ALTER TABLE product ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE product ADD COLUMN approved_version BIGINT NOT NULL DEFAULT 1; -- what the desk has looked at
ALTER TABLE product ADD COLUMN changed_ms BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX product_sku ON product (seller, sku) WHERE sku <> '';
CREATE INDEX product_batch ON product (batch, id) WHERE batch <> '';
CREATE INDEX product_state ON product (state, id) WHERE state <> 'listed';
CREATE INDEX product_seller ON product (seller, id);

-- Its price is that of the product (tier and flash counted) and this much more, or less.
CREATE TABLE product_variant (
	id TEXT PRIMARY KEY,
	product TEXT NOT NULL REFERENCES product (id),
	place BIGINT NOT NULL,
	sku TEXT NOT NULL,
	name_en TEXT NOT NULL,
	name_hi TEXT NOT NULL,
	extra_minor BIGINT NOT NULL,
	stock BIGINT NOT NULL CHECK (stock >= 0),
	weight_g BIGINT NOT NULL DEFAULT 0 CHECK (weight_g >= 0), -- 0: that of the product
	gone BIGINT NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)) -- no longer offered; orders still name it
);
CREATE INDEX product_variant_product ON product_variant (product, place);
CREATE UNIQUE INDEX product_variant_sku ON product_variant (product, sku) WHERE gone = 0;

-- The price of one, from so many pieces on.
CREATE TABLE product_tier (
	product TEXT NOT NULL REFERENCES product (id),
	from_quantity BIGINT NOT NULL CHECK (from_quantity > 1),
	price_minor BIGINT NOT NULL CHECK (price_minor > 0),
	PRIMARY KEY (product, from_quantity)
);

-- A picture that was decoded and made anew here; hash is SHA-256 of what was sent in, hex. Its files stand in DATA/photos.
CREATE TABLE photo (
	hash TEXT PRIMARY KEY,
	width BIGINT NOT NULL,
	height BIGINT NOT NULL,
	bytes BIGINT NOT NULL,
	person TEXT NOT NULL,
	created_ms BIGINT NOT NULL
);
CREATE INDEX photo_person ON photo (person, created_ms);
CREATE TABLE product_photo (
	product TEXT NOT NULL REFERENCES product (id),
	place BIGINT NOT NULL,
	photo TEXT NOT NULL REFERENCES photo (hash),
	PRIMARY KEY (product, place)
);

-- What a product was like after each change, in the words of the API; an undo puts an earlier one again.
CREATE TABLE product_version (
	product TEXT NOT NULL REFERENCES product (id),
	version BIGINT NOT NULL,
	document TEXT NOT NULL,
	person TEXT NOT NULL,
	at_ms BIGINT NOT NULL,
	PRIMARY KEY (product, version)
);
-- Not yet a product: any of its fields may be missing.
CREATE TABLE product_draft (
	id TEXT PRIMARY KEY,
	booth TEXT NOT NULL REFERENCES booth (id),
	document TEXT NOT NULL,
	person TEXT NOT NULL,
	broadcast TEXT NOT NULL DEFAULT '', -- in which the photo was taken
	created_ms BIGINT NOT NULL,
	changed_ms BIGINT NOT NULL
);
CREATE INDEX product_draft_booth ON product_draft (booth, id);

ALTER TABLE order_line ADD COLUMN variant TEXT NOT NULL DEFAULT ''; -- '' for a product without variants

-- Every product as it is read, but for the flash price; `seen` says whether anyone may see it.
CREATE VIEW product_row AS
SELECT p.id, p.slug, p.booth, b.slug AS booth_slug, p.seller, p.district, d.name_en AS district_en, d.name_hi AS district_hi, p.category, p.name_en, p.name_hi,
	p.about_en, p.about_hi, p.price_minor, p.currency, p.unit, p.stock, p.moq, p.lead_days, p.made_to_order, p.hsn, p.gi, p.grade, p.seed,
	p.sku, p.line, p.state, p.one_of_a_kind, p.weight_g, p.length_mm, p.width_mm, p.height_mm, p.gi_user, p.fssai, p.cites, p.export_held, p.version,
	p.approved_version, (SELECT count(*) FROM product_variant v WHERE v.product = p.id AND v.gone = 0) AS variants,
	COALESCE((SELECT h.photo FROM product_photo h WHERE h.product = p.id AND h.place = 0), '') AS photo,
	p.batch, b.fair,
	CASE WHEN p.state = 'listed' AND (p.batch = '' OR EXISTS (SELECT 1 FROM import_batch i WHERE i.id = p.batch AND i.state = 'done')) THEN 1 ELSE 0 END AS seen
FROM product p JOIN booth b ON b.id = p.booth JOIN district d ON d.code = p.district;
