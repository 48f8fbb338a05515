-- The price stands beside a product's row number in the index, so that the cheapest first is a walk along one list. Minor units of the
-- product's currency (paise).
ALTER TABLE product_doc ADD COLUMN price_minor BIGINT NOT NULL DEFAULT 0;
UPDATE product_doc SET price_minor = COALESCE((SELECT p.price_minor FROM product p WHERE p.id = product_doc.product), 0);
CREATE INDEX product_doc_price ON product_doc (price_minor, doc);
DROP INDEX product_price;

DROP VIEW search_row;
CREATE VIEW search_row AS
SELECT d.doc, p.id AS product, d.price_minor, p.district, p.category, p.booth, b.fair,
	EXISTS (SELECT 1 FROM broadcast c WHERE c.booth = p.booth AND c.ended_ms = 0) AS live,
	CASE WHEN p.gi = 1 AND p.grade <> 'C' THEN 1 ELSE 0 END AS badge,
	CASE WHEN p.state = 'listed' AND (p.batch = '' OR EXISTS (SELECT 1 FROM import_batch i WHERE i.id = p.batch AND i.state = 'done')) THEN 1 ELSE 0 END AS seen
FROM product_doc d CROSS JOIN product p ON p.id = d.product CROSS JOIN booth b ON b.id = p.booth;
