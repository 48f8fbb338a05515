-- What the desk did with a flash price that a fund pays for, and who did it: begun, given more or less money, ended. Minor units.
CREATE TABLE flash_move (
	id TEXT PRIMARY KEY,
	product TEXT NOT NULL REFERENCES product (id),
	person TEXT NOT NULL,
	what TEXT NOT NULL CHECK (what IN ('start', 'fund', 'end')),
	pieces BIGINT NOT NULL,
	most_minor BIGINT NOT NULL,
	at_ms BIGINT NOT NULL
);
CREATE INDEX flash_move_product ON flash_move (product, id);
