-- The catalogue, stock and flash prices.

-- :name product_insert
INSERT INTO product (id, slug, booth, seller, district, category, name_en, name_hi, about_en, about_hi, price_minor, currency, unit, stock, moq, lead_days,
	made_to_order, hsn, gi, grade, seed, created_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22);

-- :name product_slug_taken
SELECT 1 FROM product WHERE slug = ?1;

-- Columns as in the view product_row, then the flash price that is on, and when the first hold ends.
-- :name product_by_id
SELECT p.*, COALESCE(f.price_minor, 0), COALESCE(f.ends_ms, 0), COALESCE(f.remaining, 0),
	COALESCE((SELECT min(h.until_ms) FROM hold h WHERE h.product = p.id AND h.state = 'held'), 0) FROM product_row p
LEFT JOIN flash f ON f.product = p.id AND f.starts_ms <= ?2 AND f.ends_ms > ?2 AND f.remaining > 0
WHERE p.id = ?1 AND (p.seen = 1 OR CAST(?3 AS BIGINT) = 1);

-- The columns of product_row for who orders it: what no order keeps is left empty, and not looked for.
-- :name product_to_order
SELECT p.id, p.slug, p.booth, b.slug, p.seller, p.district, '', '', p.category, p.name_en, p.name_hi, '', '', p.price_minor, p.currency, p.unit, p.stock, p.moq,
	p.lead_days, p.made_to_order, p.hsn, p.gi, p.grade, p.seed, p.sku, p.line, p.state, p.one_of_a_kind, p.weight_g, p.length_mm, p.width_mm, p.height_mm,
	p.gi_user, p.fssai, p.cites, p.export_held, p.version, p.approved_version,
	(SELECT count(*) FROM product_variant v WHERE v.product = p.id AND v.gone = 0), '', p.batch, b.fair, 1,
	COALESCE(f.price_minor, 0), COALESCE(f.ends_ms, 0), COALESCE(f.remaining, 0), 0
FROM product p JOIN booth b ON b.id = p.booth LEFT JOIN flash f ON f.product = p.id AND f.starts_ms <= ?2 AND f.ends_ms > ?2 AND f.remaining > 0
WHERE p.id = ?1 AND (CAST(?3 AS BIGINT) = 1
	OR p.state = 'listed' AND (p.batch = '' OR EXISTS (SELECT 1 FROM import_batch i WHERE i.id = p.batch AND i.state = 'done')));

-- :name product_by_slug
SELECT p.*, COALESCE(f.price_minor, 0), COALESCE(f.ends_ms, 0), COALESCE(f.remaining, 0),
	COALESCE((SELECT min(h.until_ms) FROM hold h WHERE h.product = p.id AND h.state = 'held'), 0) FROM product_row p
LEFT JOIN flash f ON f.product = p.id AND f.starts_ms <= ?2 AND f.ends_ms > ?2 AND f.remaining > 0
WHERE p.slug = ?1 AND (p.seen = 1 OR CAST(?3 AS BIGINT) = 1);

-- :name product_list
SELECT p.*, COALESCE(f.price_minor, 0), COALESCE(f.ends_ms, 0), COALESCE(f.remaining, 0),
	COALESCE((SELECT min(h.until_ms) FROM hold h WHERE h.product = p.id AND h.state = 'held'), 0) FROM product_row p
LEFT JOIN flash f ON f.product = p.id AND f.starts_ms <= ?1 AND f.ends_ms > ?1 AND f.remaining > 0
WHERE p.id > ?2 AND (?3 = '' OR p.district = ?3) AND (?4 = '' OR p.category = ?4) AND (?5 = '' OR p.booth = ?5)
	AND (CAST(?6 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM broadcast c WHERE c.booth = p.booth AND c.ended_ms = 0))
	AND (?7 = '' OR p.fair = ?7) AND p.seen = 1
ORDER BY p.id LIMIT ?8;

-- :name product_of_booth
SELECT p.*, COALESCE(f.price_minor, 0), COALESCE(f.ends_ms, 0), COALESCE(f.remaining, 0),
	COALESCE((SELECT min(h.until_ms) FROM hold h WHERE h.product = p.id AND h.state = 'held'), 0) FROM product_row p
LEFT JOIN flash f ON f.product = p.id AND f.starts_ms <= ?1 AND f.ends_ms > ?1 AND f.remaining > 0
WHERE p.booth = ?3 AND p.id > ?2 AND p.seen = 1 ORDER BY p.id LIMIT ?4;

-- Only what changes from sale to sale.
-- :name stock_now
SELECT p.booth, p.stock, COALESCE(f.price_minor, p.price_minor), p.currency,
	COALESCE((SELECT min(h.until_ms) FROM hold h WHERE h.product = p.id AND h.state = 'held'), 0)
FROM product p LEFT JOIN flash f ON f.product = p.id AND f.starts_ms <= ?2 AND f.ends_ms > ?2 AND f.remaining > 0
WHERE p.id = ?1;

-- :name product_booth
SELECT booth FROM product WHERE id = ?1;

-- On what terms it goes into a cart; of a product that anyone may see.
-- :name stock_terms
SELECT p.stock, p.moq, p.one_of_a_kind, p.made_to_order, (SELECT count(*) FROM product_variant v WHERE v.product = p.id AND v.gone = 0)
FROM product p WHERE p.id = ?1 AND p.state = 'listed' AND (p.batch = '' OR EXISTS (SELECT 1 FROM import_batch i WHERE i.id = p.batch AND i.state = 'done'));

-- :name stock_take
UPDATE product SET stock = stock - CAST(?2 AS BIGINT) WHERE id = ?1 AND stock >= CAST(?2 AS BIGINT);

-- :name stock_give
UPDATE product SET stock = stock + CAST(?2 AS BIGINT) WHERE id = ?1;

-- :name variant_stock_take
UPDATE product_variant SET stock = stock - CAST(?3 AS BIGINT) WHERE id = ?2 AND product = ?1 AND stock >= CAST(?3 AS BIGINT);

-- :name variant_stock_give
UPDATE product_variant SET stock = stock + CAST(?3 AS BIGINT) WHERE id = ?2 AND product = ?1;

-- :name variant_insert
INSERT INTO product_variant (id, product, place, sku, name_en, name_hi, extra_minor, stock, weight_g) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- :name variant_list
SELECT id, sku, name_en, name_hi, extra_minor, stock, weight_g FROM product_variant WHERE product = ?1 AND gone = 0 ORDER BY place;

-- :name variant_by_id
SELECT id, sku, name_en, name_hi, extra_minor, stock, weight_g FROM product_variant WHERE product = ?1 AND id = ?2 AND gone = 0;

-- :name tier_insert
INSERT INTO product_tier (product, from_quantity, price_minor) VALUES (?1, ?2, ?3);

-- :name tier_list
SELECT from_quantity, price_minor FROM product_tier WHERE product = ?1 ORDER BY from_quantity;

-- :name tier_price
SELECT price_minor FROM product_tier WHERE product = ?1 AND from_quantity <= CAST(?2 AS BIGINT) ORDER BY from_quantity DESC LIMIT 1;

-- :name flash_put
INSERT INTO flash (product, booth, price_minor, was_minor, currency, quantity, remaining, starts_ms, ends_ms, funder)
SELECT p.id, p.booth, CAST(?2 AS BIGINT), p.price_minor, p.currency, CAST(?3 AS BIGINT), CAST(?3 AS BIGINT), CAST(?4 AS BIGINT), CAST(?5 AS BIGINT), ?7
FROM product p WHERE p.id = ?1 AND p.booth = ?6 AND p.price_minor > CAST(?2 AS BIGINT)
ON CONFLICT (product) DO UPDATE SET price_minor = excluded.price_minor, was_minor = excluded.was_minor, currency = excluded.currency,
	quantity = excluded.quantity, remaining = excluded.remaining, starts_ms = excluded.starts_ms, ends_ms = excluded.ends_ms, funder = excluded.funder, told = 'planned';

-- :name flash_stop
UPDATE flash SET ends_ms = ?3 WHERE product = ?1 AND booth = ?2 AND ends_ms > ?3;

-- :name flash_price_now
SELECT price_minor FROM flash WHERE product = ?1 AND starts_ms <= ?3 AND ends_ms > ?3 AND remaining >= CAST(?2 AS BIGINT);

-- :name flash_take
UPDATE flash SET remaining = remaining - CAST(?2 AS BIGINT)
WHERE product = ?1 AND starts_ms <= ?3 AND ends_ms > ?3 AND remaining >= CAST(?2 AS BIGINT);

-- :name flash_give
UPDATE flash SET remaining = CASE WHEN remaining + CAST(?2 AS BIGINT) < quantity THEN remaining + CAST(?2 AS BIGINT) ELSE quantity END
WHERE product = ?1 AND ends_ms > ?3;

-- :name flash_by_product
SELECT product, booth, price_minor, was_minor, currency, quantity, remaining, starts_ms, ends_ms, funder FROM flash WHERE product = ?1;

-- :name flash_of_booth
SELECT product, booth, price_minor, was_minor, currency, quantity, remaining, starts_ms, ends_ms, funder FROM flash
WHERE booth = ?1 AND ends_ms > ?2 AND remaining > 0 ORDER BY starts_ms, product;

-- :name flash_funded
SELECT product, booth, price_minor, was_minor, currency, quantity, remaining, starts_ms, ends_ms, funder FROM flash
WHERE funder <> 'artisan' AND ends_ms > ?1 ORDER BY ends_ms, product LIMIT ?2;

-- For so many pieces in all, those that are taken left as they are.
-- :name flash_fund
UPDATE flash SET remaining = CAST(?2 AS BIGINT) - (quantity - remaining), quantity = CAST(?2 AS BIGINT)
WHERE product = ?1 AND funder <> 'artisan' AND ends_ms > ?3 AND quantity - remaining <= CAST(?2 AS BIGINT);

-- :name flash_move_insert
INSERT INTO flash_move (id, product, person, what, pieces, most_minor, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- Since it was last begun.
-- :name flash_moves
SELECT m.what, COALESCE(p.name, ''), m.pieces, m.most_minor, m.at_ms FROM flash_move m LEFT JOIN person p ON p.id = m.person
WHERE m.product = ?1 AND m.id >= (SELECT max(b.id) FROM flash_move b WHERE b.product = ?1 AND b.what = 'start') ORDER BY m.id LIMIT ?2;

-- :name flash_told
UPDATE flash SET told = ?2 WHERE product = ?1;

-- :name flash_is_open
SELECT 1 FROM flash WHERE product = ?1 AND told <> 'over';

-- :name flash_due
SELECT product, booth, price_minor, was_minor, currency, quantity, remaining, starts_ms, ends_ms, funder FROM flash
WHERE booth = ?1 AND ((told = 'planned' AND starts_ms <= ?2) OR (told <> 'over' AND ends_ms <= ?2)) ORDER BY product LIMIT ?3;

-- :name flash_next_due
SELECT COALESCE(MIN(CASE WHEN told = 'planned' THEN starts_ms ELSE ends_ms END), 0) FROM flash WHERE booth = ?1 AND told <> 'over';
