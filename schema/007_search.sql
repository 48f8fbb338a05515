-- Full text, the one part that is written for SQLite alone. The default tokenizer cuts Hindi words at their vowel signs;
-- this one keeps letters with their marks together. What goes in has passed the fold of server/trade/fold.h.
CREATE VIRTUAL TABLE product_fts USING fts5(name, words, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'", prefix = '2 3');
-- A product's row number in the index; a table's hidden rowid may change when the file is vacuumed.
CREATE TABLE product_doc (
	doc INTEGER PRIMARY KEY,
	product TEXT NOT NULL UNIQUE
);
