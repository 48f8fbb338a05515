-- The fair: its districts, halls, booths, planned slots and live periods.
CREATE TABLE district (
	code TEXT PRIMARY KEY,
	name_en TEXT NOT NULL,
	name_hi TEXT NOT NULL,
	product_en TEXT NOT NULL,
	product_hi TEXT NOT NULL,
	category TEXT NOT NULL,
	gi TEXT NOT NULL CHECK (gi IN ('yes', 'unknown')),
	hsn TEXT NOT NULL,
	grade TEXT NOT NULL CHECK (grade IN ('A', 'B', 'C'))
);

CREATE TABLE fair (
	id TEXT PRIMARY KEY,
	name_en TEXT NOT NULL,
	name_hi TEXT NOT NULL,
	begins_ms BIGINT NOT NULL,
	ends_ms BIGINT NOT NULL,
	time_zone TEXT NOT NULL,
	is_current BIGINT NOT NULL DEFAULT 0 CHECK (is_current IN (0, 1)),
	created_ms BIGINT NOT NULL,
	CHECK (ends_ms > begins_ms)
);
CREATE UNIQUE INDEX fair_current ON fair (is_current) WHERE is_current = 1;

CREATE TABLE hall (
	id TEXT PRIMARY KEY,
	fair TEXT NOT NULL REFERENCES fair (id),
	name_en TEXT NOT NULL,
	name_hi TEXT NOT NULL,
	place BIGINT NOT NULL
);
CREATE INDEX hall_fair ON hall (fair, place);

-- seq counts the rows of the booth's log; epoch is the fencing token of the node that owns the booth (1 on a single node).
CREATE TABLE booth (
	id TEXT PRIMARY KEY,
	fair TEXT NOT NULL REFERENCES fair (id),
	hall TEXT NOT NULL DEFAULT '',
	slug TEXT NOT NULL UNIQUE,
	name_en TEXT NOT NULL,
	name_hi TEXT NOT NULL,
	artisan_en TEXT NOT NULL,
	artisan_hi TEXT NOT NULL,
	about_en TEXT NOT NULL DEFAULT '',
	about_hi TEXT NOT NULL DEFAULT '',
	district TEXT NOT NULL REFERENCES district (code),
	category TEXT NOT NULL,
	languages TEXT NOT NULL DEFAULT 'hi',
	publish_token TEXT NOT NULL UNIQUE,
	artisan TEXT NOT NULL REFERENCES person (id),
	slow_s BIGINT NOT NULL DEFAULT 0 CHECK (slow_s BETWEEN 0 AND 300),
	seq BIGINT NOT NULL DEFAULT 0,
	epoch BIGINT NOT NULL DEFAULT 1,
	created_ms BIGINT NOT NULL
);
CREATE INDEX booth_fair ON booth (fair, slug);
CREATE INDEX booth_district ON booth (district);
CREATE INDEX booth_artisan ON booth (artisan);

CREATE TABLE slot (
	id TEXT PRIMARY KEY,
	booth TEXT NOT NULL REFERENCES booth (id),
	begins_ms BIGINT NOT NULL,
	ends_ms BIGINT NOT NULL,
	created_ms BIGINT NOT NULL,
	CHECK (ends_ms > begins_ms)
);
CREATE INDEX slot_booth ON slot (booth, begins_ms);
CREATE INDEX slot_ends ON slot (ends_ms);

CREATE TABLE broadcast (
	id TEXT PRIMARY KEY,
	booth TEXT NOT NULL REFERENCES booth (id),
	epoch BIGINT NOT NULL,
	began_ms BIGINT NOT NULL,
	away_ms BIGINT NOT NULL DEFAULT 0,
	ended_ms BIGINT NOT NULL DEFAULT 0,
	resumed BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX broadcast_open ON broadcast (booth) WHERE ended_ms = 0;
CREATE INDEX broadcast_booth ON broadcast (booth, began_ms);
