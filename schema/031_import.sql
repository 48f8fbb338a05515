-- Imports: several rows may be one product in its sizes and colours, and a photo that cannot be used is told of by its name.
ALTER TABLE import_batch ADD COLUMN products BIGINT NOT NULL DEFAULT 0; -- the rows of one code are one; rows_done counts these while they are staged
ALTER TABLE import_batch ADD COLUMN listed BIGINT NOT NULL DEFAULT 1 CHECK (listed IN (0, 1)); -- 0: an artisan's own, which the desk looks at first

-- A file of the ZIP that is not taken as a photo; a good one of the same name takes it off the list.
CREATE TABLE import_photo_fault (
	batch TEXT NOT NULL REFERENCES import_batch (id),
	name TEXT NOT NULL,
	code TEXT NOT NULL,
	PRIMARY KEY (batch, name)
);
