-- A table of products that came as a file: looked through first, and then taken whole or not at all.
--   reading → checked | refused;  checked → staging → done, or back to checked when it was interrupted
CREATE TABLE import_batch (
	id TEXT PRIMARY KEY,
	booth TEXT NOT NULL REFERENCES booth (id),
	person TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('csv', 'xlsx')),
	file TEXT NOT NULL, -- its name at the sender's
	state TEXT NOT NULL CHECK (state IN ('reading', 'checked', 'refused', 'staging', 'done')),
	rows_total BIGINT NOT NULL DEFAULT 0,
	rows_done BIGINT NOT NULL DEFAULT 0, -- of the step that is under way
	problems BIGINT NOT NULL DEFAULT 0, -- found in all; the first of them are in import_problem
	photos BIGINT NOT NULL DEFAULT 0,
	created_ms BIGINT NOT NULL,
	changed_ms BIGINT NOT NULL
);
CREATE INDEX import_batch_booth ON import_batch (booth, id);
CREATE INDEX import_batch_open ON import_batch (state) WHERE state IN ('reading', 'staging');

-- Rows and columns count from 1, as a spreadsheet shows them; row 0 is the file itself, col 0 the whole row.
CREATE TABLE import_problem (
	batch TEXT NOT NULL REFERENCES import_batch (id),
	row_number BIGINT NOT NULL,
	col_number BIGINT NOT NULL,
	field TEXT NOT NULL,
	code TEXT NOT NULL,
	cell TEXT NOT NULL,
	PRIMARY KEY (batch, row_number, col_number)
);
CREATE TABLE import_photo (
	batch TEXT NOT NULL REFERENCES import_batch (id),
	name TEXT NOT NULL, -- of the file in the ZIP, folded
	photo TEXT NOT NULL REFERENCES photo (hash),
	PRIMARY KEY (batch, name)
);
