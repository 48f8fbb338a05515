-- Fairs, halls and the register of districts.

-- :name fair_retire
UPDATE fair SET is_current = 0 WHERE is_current = 1;

-- :name fair_insert
INSERT INTO fair (id, name_en, name_hi, begins_ms, ends_ms, time_zone, is_current, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7);

-- :name fair_update
UPDATE fair SET name_en = ?2, name_hi = ?3, begins_ms = ?4, ends_ms = ?5, time_zone = ?6 WHERE id = ?1;

-- :name fair_find_current
SELECT id, name_en, name_hi, begins_ms, ends_ms, time_zone FROM fair WHERE is_current = 1;

-- :name hall_insert
INSERT INTO hall (id, fair, name_en, name_hi, place) VALUES (?1, ?2, ?3, ?4, ?5);

-- :name district_put
INSERT INTO district (code, name_en, name_hi, product_en, product_hi, category, gi, hsn, grade) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (code) DO UPDATE SET name_en = excluded.name_en, name_hi = excluded.name_hi, product_en = excluded.product_en, product_hi = excluded.product_hi,
	category = excluded.category, gi = excluded.gi, hsn = excluded.hsn, grade = excluded.grade;

-- :name district_by_code
SELECT code, name_en, name_hi, product_en, product_hi, category, gi, hsn, grade, 0, 0 FROM district WHERE code = ?1;

-- :name district_list
SELECT d.code, d.name_en, d.name_hi, d.product_en, d.product_hi, d.category, d.gi, d.hsn, d.grade,
	(SELECT count(*) FROM booth b WHERE b.district = d.code AND b.fair = ?1),
	(SELECT count(*) FROM product_row p WHERE p.district = d.code AND p.fair = ?1 AND p.seen = 1)
FROM district d ORDER BY d.name_en;

-- :name category_counts
SELECT p.category, count(*) FROM product_row p WHERE p.fair = ?1 AND p.seen = 1 GROUP BY p.category;

-- :name odop_line_put
INSERT INTO odop_line (district, code, name_en, name_hi, category, hsn, from_day, until_day, grade) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (district, code) DO UPDATE SET name_en = excluded.name_en, name_hi = excluded.name_hi, category = excluded.category, hsn = excluded.hsn,
	from_day = excluded.from_day, until_day = excluded.until_day, grade = excluded.grade;

-- :name odop_line_list
SELECT district, code, name_en, name_hi, category, hsn, from_day, until_day, grade FROM odop_line
WHERE district = ?1 AND from_day <= CAST(?2 AS BIGINT) AND (until_day = 0 OR until_day > CAST(?2 AS BIGINT)) ORDER BY from_day, code;

-- :name fair_news_due
SELECT id, name_en, name_hi, news_told FROM fair WHERE is_current = 1 AND begins_ms <= ?1 AND begins_ms > ?2 AND ends_ms > ?1 AND news_told <> '~';

-- :name fair_news_told
UPDATE fair SET news_told = ?2 WHERE id = ?1;
