-- The catalogue, stock and flash prices.

-- :name product_insert
INSERT INTO product (id, slug, booth, seller, district, category, name_en, name_hi, about_en, about_hi, price_minor, currency, unit, stock, moq, lead_days,
	made_to_order, hsn, gi, grade, seed, created_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22);

-- :name product_slug_taken
SELECT 1 FROM product WHERE slug = ?1;

-- :name product_by_id
SELECT p.id, p.slug, p.booth, b.slug, p.seller, p.district, d.name_en, d.name_hi, p.category, p.name_en, p.name_hi, p.about_en, p.about_hi,
	p.price_minor, p.currency, p.unit, p.stock, p.moq, p.lead_days, p.made_to_order, p.hsn, p.gi, p.grade, p.seed,
	COALESCE(f.price_minor, 0), COALESCE(f.ends_ms, 0), COALESCE(f.remaining, 0)
FROM product p JOIN booth b ON b.id = p.booth JOIN district d ON d.code = p.district
LEFT JOIN flash f ON f.product = p.id AND f.starts_ms <= ?2 AND f.ends_ms > ?2 AND f.remaining > 0
WHERE p.id = ?1;

-- :name product_by_slug
SELECT p.id, p.slug, p.booth, b.slug, p.seller, p.district, d.name_en, d.name_hi, p.category, p.name_en, p.name_hi, p.about_en, p.about_hi,
	p.price_minor, p.currency, p.unit, p.stock, p.moq, p.lead_days, p.made_to_order, p.hsn, p.gi, p.grade, p.seed,
	COALESCE(f.price_minor, 0), COALESCE(f.ends_ms, 0), COALESCE(f.remaining, 0)
FROM product p JOIN booth b ON b.id = p.booth JOIN district d ON d.code = p.district
LEFT JOIN flash f ON f.product = p.id AND f.starts_ms <= ?2 AND f.ends_ms > ?2 AND f.remaining > 0
WHERE p.slug = ?1;

-- :name product_list
SELECT p.id, p.slug, p.booth, b.slug, p.seller, p.district, d.name_en, d.name_hi, p.category, p.name_en, p.name_hi, p.about_en, p.about_hi,
	p.price_minor, p.currency, p.unit, p.stock, p.moq, p.lead_days, p.made_to_order, p.hsn, p.gi, p.grade, p.seed,
	COALESCE(f.price_minor, 0), COALESCE(f.ends_ms, 0), COALESCE(f.remaining, 0)
FROM product p JOIN booth b ON b.id = p.booth JOIN district d ON d.code = p.district
LEFT JOIN flash f ON f.product = p.id AND f.starts_ms <= ?1 AND f.ends_ms > ?1 AND f.remaining > 0
WHERE p.id > ?2 AND (?3 = '' OR p.district = ?3) AND (?4 = '' OR p.category = ?4) AND (?5 = '' OR p.booth = ?5)
	AND (CAST(?6 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM broadcast c WHERE c.booth = p.booth AND c.ended_ms = 0))
	AND (?7 = '' OR b.fair = ?7)
ORDER BY p.id LIMIT ?8;

-- :name product_of_booth
SELECT p.id, p.slug, p.booth, b.slug, p.seller, p.district, d.name_en, d.name_hi, p.category, p.name_en, p.name_hi, p.about_en, p.about_hi,
	p.price_minor, p.currency, p.unit, p.stock, p.moq, p.lead_days, p.made_to_order, p.hsn, p.gi, p.grade, p.seed,
	COALESCE(f.price_minor, 0), COALESCE(f.ends_ms, 0), COALESCE(f.remaining, 0)
FROM product p JOIN booth b ON b.id = p.booth JOIN district d ON d.code = p.district
LEFT JOIN flash f ON f.product = p.id AND f.starts_ms <= ?1 AND f.ends_ms > ?1 AND f.remaining > 0
WHERE p.booth = ?3 AND p.id > ?2 ORDER BY p.id LIMIT ?4;

-- :name stock_take
UPDATE product SET stock = stock - CAST(?2 AS BIGINT) WHERE id = ?1 AND stock >= CAST(?2 AS BIGINT) RETURNING stock;

-- :name stock_give
UPDATE product SET stock = stock + CAST(?2 AS BIGINT) WHERE id = ?1 RETURNING stock;

-- :name flash_put
INSERT INTO flash (product, booth, price_minor, was_minor, currency, quantity, remaining, starts_ms, ends_ms)
SELECT p.id, p.booth, CAST(?2 AS BIGINT), p.price_minor, p.currency, CAST(?3 AS BIGINT), CAST(?3 AS BIGINT), CAST(?4 AS BIGINT), CAST(?5 AS BIGINT)
FROM product p WHERE p.id = ?1 AND p.booth = ?6 AND p.price_minor > CAST(?2 AS BIGINT)
ON CONFLICT (product) DO UPDATE SET price_minor = excluded.price_minor, was_minor = excluded.was_minor, currency = excluded.currency,
	quantity = excluded.quantity, remaining = excluded.remaining, starts_ms = excluded.starts_ms, ends_ms = excluded.ends_ms, told = 'planned';

-- :name flash_stop
UPDATE flash SET ends_ms = ?3 WHERE product = ?1 AND booth = ?2 AND ends_ms > ?3;

-- :name flash_take
UPDATE flash SET remaining = remaining - CAST(?2 AS BIGINT)
WHERE product = ?1 AND starts_ms <= ?3 AND ends_ms > ?3 AND remaining >= CAST(?2 AS BIGINT) RETURNING price_minor;

-- :name flash_by_product
SELECT product, booth, price_minor, was_minor, currency, quantity, remaining, starts_ms, ends_ms FROM flash WHERE product = ?1;

-- :name flash_of_booth
SELECT product, booth, price_minor, was_minor, currency, quantity, remaining, starts_ms, ends_ms FROM flash
WHERE booth = ?1 AND ends_ms > ?2 AND remaining > 0 ORDER BY starts_ms, product;

-- :name flash_told
UPDATE flash SET told = ?2 WHERE product = ?1;

-- :name flash_is_open
SELECT 1 FROM flash WHERE product = ?1 AND told <> 'over';

-- :name flash_due
SELECT product, booth, price_minor, was_minor, currency, quantity, remaining, starts_ms, ends_ms FROM flash
WHERE booth = ?1 AND ((told = 'planned' AND starts_ms <= ?2) OR (told <> 'over' AND ends_ms <= ?2)) ORDER BY product LIMIT ?3;

-- :name flash_next_due
SELECT COALESCE(MIN(CASE WHEN told = 'planned' THEN starts_ms ELSE ends_ms END), 0) FROM flash WHERE booth = ?1 AND told <> 'over';
