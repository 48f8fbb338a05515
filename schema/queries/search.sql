-- Full text, written for SQLite's FTS5 alone. Another engine brings statements of its own under these names.

-- :name search_doc
INSERT INTO product_doc (product) VALUES (?1) ON CONFLICT (product) DO UPDATE SET product = excluded.product RETURNING doc;

-- :name search_forget
DELETE FROM product_fts WHERE rowid = ?1;

-- :name search_put
INSERT INTO product_fts (rowid, name, words) VALUES (?1, ?2, ?3);

-- Candidates are cut at ?2 on each side before anything is ranked: words in the name come before words elsewhere.
-- :name search_products
SELECT d.product, min(hit.tier) AS tier FROM
	(SELECT rowid AS doc, tier FROM (SELECT rowid, 0 AS tier FROM product_fts WHERE product_fts MATCH ?1 LIMIT ?3)
	UNION ALL
	SELECT rowid AS doc, tier FROM (SELECT rowid, 1 AS tier FROM product_fts WHERE product_fts MATCH ?2 LIMIT ?3)) AS hit
JOIN product_doc d ON d.doc = hit.doc
JOIN product p ON p.id = d.product
JOIN booth b ON b.id = p.booth
WHERE (?4 = '' OR p.district = ?4) AND (?5 = '' OR p.category = ?5) AND (?6 = '' OR p.booth = ?6)
	AND (CAST(?7 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM broadcast c WHERE c.booth = p.booth AND c.ended_ms = 0))
	AND (?8 = '' OR b.fair = ?8) AND p.state = 'listed' AND (p.batch = '' OR EXISTS (SELECT 1 FROM import_batch i WHERE i.id = p.batch AND i.state = 'done'))
GROUP BY d.product
HAVING min(hit.tier) > CAST(?9 AS BIGINT) OR (min(hit.tier) = CAST(?9 AS BIGINT) AND d.product > ?10)
ORDER BY 2, 1 LIMIT ?11;

-- :name search_doc_of
SELECT doc FROM product_doc WHERE product = ?1;

-- :name search_doc_drop
DELETE FROM product_doc WHERE product = ?1;
