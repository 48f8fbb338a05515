-- Full text anew: words stand in the index by their sound (server/base/sound.h), so that both scripts and many spellings meet, and what a
-- search may be narrowed by stands beside them as words of its own (`facets`, server/trade/facet.h): then no candidate is looked at in vain.
-- Neither places of words nor lengths of texts are kept, for nothing is ranked by them; every beginning of a key has a list of its own.
DROP TABLE product_fts;
CREATE VIRTUAL TABLE product_fts USING fts5(name, words, facets, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'",
	prefix = '1 2 3 4 5 6 7', detail = column, columnsize = 0);
-- How a product was last indexed: in which form, and where to its seller could sell then (search_mark in server/trade/search_put.c).
-- 0 is not yet. What differs from today's mark is indexed again, a few rows at a time.
ALTER TABLE product_doc ADD COLUMN seller TEXT NOT NULL DEFAULT '';
ALTER TABLE product_doc ADD COLUMN mark BIGINT NOT NULL DEFAULT 0;
UPDATE product_doc SET seller = COALESCE((SELECT p.seller FROM product p WHERE p.id = product_doc.product), '');
CREATE INDEX product_doc_mark ON product_doc (seller, mark);
CREATE INDEX product_price ON product (price_minor);

-- What a search looks at in the row of a hit. Price in the currency's minor units (paise).
CREATE VIEW search_row AS
SELECT d.doc, p.id AS product, p.price_minor, p.district, p.category, p.booth, b.fair,
	EXISTS (SELECT 1 FROM broadcast c WHERE c.booth = p.booth AND c.ended_ms = 0) AS live,
	CASE WHEN p.gi = 1 AND p.grade <> 'C' THEN 1 ELSE 0 END AS badge,
	CASE WHEN p.state = 'listed' AND (p.batch = '' OR EXISTS (SELECT 1 FROM import_batch i WHERE i.id = p.batch AND i.state = 'done')) THEN 1 ELSE 0 END AS seen
FROM product_doc d CROSS JOIN product p ON p.id = d.product CROSS JOIN booth b ON b.id = p.booth;
