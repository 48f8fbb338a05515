-- The cart, holds, who waits, coupons and what shipping costs.

-- :name cart_put
INSERT INTO cart_line (person, product, variant, quantity, shown_minor, broadcast, media_us, estimated, added_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (person, product, variant) DO UPDATE SET quantity = excluded.quantity, shown_minor = excluded.shown_minor;

-- :name cart_count
SELECT count(*) FROM cart_line WHERE person = ?1;

-- :name cart_has
SELECT quantity FROM cart_line WHERE person = ?1 AND product = ?2 AND variant = ?3;

-- How many lines there are, and how many pieces of this one.
-- :name cart_stands
SELECT count(*), COALESCE(sum(CASE WHEN product = ?2 AND variant = ?3 THEN quantity ELSE 0 END), 0) FROM cart_line WHERE person = ?1;

-- :name cart_lines
SELECT product, variant, quantity, shown_minor, broadcast, media_us, estimated, added_ms FROM cart_line WHERE person = ?1 ORDER BY product, variant LIMIT ?2;

-- :name cart_remove
DELETE FROM cart_line WHERE person = ?1 AND product = ?2 AND variant = ?3;

-- What both had keeps the larger quantity.
-- :name cart_merge_both
UPDATE cart_line SET quantity = (SELECT max(g.quantity) FROM cart_line g WHERE g.person IN (?1, ?2) AND g.product = cart_line.product AND g.variant = cart_line.variant)
WHERE person = ?2;

-- :name cart_merge_one
UPDATE cart_line SET person = ?2 WHERE person = ?1 AND product = ?3 AND variant = ?4;

-- :name hold_insert
INSERT INTO hold (person, product, variant, quantity, flash_minor, state, until_ms, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, 'held', ?6, ?7)
ON CONFLICT (person, product, variant) DO UPDATE SET quantity = excluded.quantity, flash_minor = excluded.flash_minor, state = 'held',
	until_ms = excluded.until_ms, created_ms = excluded.created_ms;

-- :name hold_find
SELECT quantity, flash_minor, CASE WHEN state = 'held' THEN 1 ELSE 0 END, until_ms FROM hold WHERE person = ?1 AND product = ?2 AND variant = ?3;

-- :name hold_delete
DELETE FROM hold WHERE person = ?1 AND product = ?2 AND variant = ?3;

-- :name hold_rest
UPDATE hold SET state = 'rests', until_ms = ?4 WHERE person = ?1 AND product = ?2 AND variant = ?3;

-- :name hold_count
SELECT count(*) FROM hold WHERE person = ?1 AND state = 'held';

-- :name hold_due
SELECT person, product, variant, quantity, flash_minor, CASE WHEN state = 'held' THEN 1 ELSE 0 END, until_ms FROM hold WHERE until_ms <= ?1 ORDER BY until_ms LIMIT ?2;

-- :name hold_of_person
SELECT person, product, variant, quantity, flash_minor, CASE WHEN state = 'held' THEN 1 ELSE 0 END, until_ms FROM hold WHERE person = ?1 AND state = 'held' LIMIT ?2;

-- :name hold_of_product
SELECT COALESCE(sum(quantity), 0), COALESCE(min(until_ms), 0) FROM hold WHERE product = ?1 AND (?2 = '' OR variant = ?2) AND person <> ?3 AND state = 'held';

-- :name hold_adopt
UPDATE hold SET person = ?2 WHERE person = ?1 AND NOT EXISTS
	(SELECT 1 FROM hold b WHERE b.person = ?2 AND b.product = hold.product AND b.variant = hold.variant);

-- :name waiting_insert
INSERT INTO waiting (id, person, product, variant, quantity, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (person, product, variant) DO UPDATE SET quantity = excluded.quantity;

-- :name waiting_delete
DELETE FROM waiting WHERE person = ?1 AND product = ?2 AND variant = ?3;

-- :name waiting_count
SELECT count(*) FROM waiting WHERE person = ?1;

-- The place in the line, from 1.
-- :name waiting_place
SELECT (SELECT count(*) FROM waiting o WHERE o.product = w.product AND o.variant = w.variant AND o.id <= w.id)
FROM waiting w WHERE w.person = ?1 AND w.product = ?2 AND w.variant = ?3;

-- :name waiting_next
SELECT person, quantity FROM waiting WHERE product = ?1 AND variant = ?2 ORDER BY id LIMIT 1;

-- :name waiting_of_person
SELECT w.product, w.variant, w.quantity, p.slug, p.name_en, p.name_hi,
	(SELECT count(*) FROM waiting o WHERE o.product = w.product AND o.variant = w.variant AND o.id <= w.id)
FROM waiting w JOIN product p ON p.id = w.product WHERE w.person = ?1 ORDER BY w.id LIMIT ?2;

-- What came back by another way than a hold that ended: the maker has put new pieces in.
-- :name waiting_free
SELECT DISTINCT w.product, w.variant FROM waiting w JOIN product p ON p.id = w.product
WHERE CASE WHEN w.variant = '' THEN p.stock ELSE (SELECT v.stock FROM product_variant v WHERE v.id = w.variant) END >= w.quantity LIMIT ?1;

-- :name coupon_insert
INSERT INTO coupon (id, code, funder, seller, district, off_bps, off_minor, most_minor, min_total_minor, uses_max, per_person, budget_minor, from_ms, until_ms, person, created_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16);

-- :name coupon_by_code
SELECT id, code, funder, seller, district, off_bps, off_minor, most_minor, min_total_minor, uses_max, uses, per_person, budget_minor, spent_minor, from_ms, until_ms, paused
FROM coupon WHERE code = ?1;

-- :name coupon_by_id
SELECT id, code, funder, seller, district, off_bps, off_minor, most_minor, min_total_minor, uses_max, uses, per_person, budget_minor, spent_minor, from_ms, until_ms, paused
FROM coupon WHERE id = ?1;

-- :name coupon_list
SELECT id, code, funder, seller, district, off_bps, off_minor, most_minor, min_total_minor, uses_max, uses, per_person, budget_minor, spent_minor, from_ms, until_ms, paused
FROM coupon WHERE id < ?1 AND (?2 = '' OR seller = ?2) ORDER BY id DESC LIMIT ?3;

-- :name coupon_stop
UPDATE coupon SET until_ms = CASE WHEN from_ms < ?2 THEN ?2 ELSE from_ms + 1 END WHERE id = ?1 AND until_ms > ?2;

-- :name coupon_pause
UPDATE coupon SET paused = ?2 WHERE id = ?1 AND until_ms > ?3;

-- :name coupon_take
UPDATE coupon SET uses = uses + 1, spent_minor = spent_minor + CAST(?2 AS BIGINT)
WHERE id = ?1 AND paused = 0 AND (uses_max = 0 OR uses < uses_max) AND (budget_minor = 0 OR spent_minor + CAST(?2 AS BIGINT) <= budget_minor)
RETURNING uses;

-- :name coupon_use_insert
INSERT INTO coupon_use (orders, coupon, person, off_minor, at_ms) VALUES (?1, ?2, ?3, ?4, ?5);

-- :name coupon_used_by
SELECT count(*) FROM coupon_use WHERE coupon = ?1 AND person = ?2;

-- :name coupon_of_order
SELECT coupon FROM coupon_use WHERE orders = ?1;

-- :name coupon_refund
UPDATE coupon SET spent_minor = spent_minor - CAST(?2 AS BIGINT) WHERE id = ?1 AND spent_minor >= CAST(?2 AS BIGINT);

-- :name coupon_give
UPDATE coupon SET uses = uses - 1 WHERE id = ?1 AND uses > 0;

-- :name coupon_use_delete
DELETE FROM coupon_use WHERE orders = ?1;

-- The smallest row that fits.
-- :name shipping_rate_for
SELECT upto_g, price_minor FROM shipping_rate
WHERE zone = ?1 AND from_ms = (SELECT max(d.from_ms) FROM shipping_rate d WHERE d.zone = ?1 AND d.from_ms <= ?2) AND upto_g >= CAST(?3 AS BIGINT)
ORDER BY upto_g LIMIT 1;

-- :name shipping_rate_largest
SELECT upto_g, price_minor FROM shipping_rate
WHERE zone = ?1 AND from_ms = (SELECT max(d.from_ms) FROM shipping_rate d WHERE d.zone = ?1 AND d.from_ms <= ?2)
ORDER BY upto_g DESC LIMIT 1;

-- :name shipping_rate_put
INSERT INTO shipping_rate (zone, from_ms, upto_g, price_minor, source) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (zone, from_ms, upto_g) DO UPDATE SET price_minor = excluded.price_minor, source = excluded.source;

-- :name shipping_rate_list
SELECT zone, from_ms, upto_g, price_minor, source FROM shipping_rate ORDER BY zone, from_ms, upto_g LIMIT ?1;
