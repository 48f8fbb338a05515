-- Full text, written for SQLite's FTS5 alone. Another engine brings statements of its own under these names.

-- Plain statements: one that may undo itself would make FTS5 write out what it has gathered, product by product.
-- :name search_doc_new
INSERT INTO product_doc (product, seller, mark, price_minor) VALUES (?1, ?2, ?3, ?4);

-- :name search_doc_mark
UPDATE product_doc SET seller = ?2, mark = ?3, price_minor = ?4 WHERE doc = ?1;

-- :name search_forget
DELETE FROM product_fts WHERE rowid = ?1;

-- :name search_put
INSERT INTO product_fts (rowid, name, words, facets) VALUES (?1, ?2, ?3, ?4);

-- :name search_doc_of
SELECT doc FROM product_doc WHERE product = ?1;

-- :name search_doc_drop
DELETE FROM product_doc WHERE product = ?1;

-- :name search_next_seller
SELECT seller FROM product_doc WHERE seller > ?1 ORDER BY seller LIMIT 1;

-- :name search_stale
SELECT product FROM product_doc WHERE seller = ?1 AND (mark < CAST(?2 AS BIGINT) OR mark > CAST(?2 AS BIGINT)) LIMIT ?3;

-- :name search_due_add
INSERT INTO search_due (seller) VALUES (?1) ON CONFLICT (seller) DO UPDATE SET maker = '';

-- :name search_due_next
SELECT seller, maker FROM search_due ORDER BY seller LIMIT 1;

-- :name search_due_maker
SELECT seller FROM seller_link WHERE principal = ?1 AND seller > ?2 ORDER BY seller LIMIT 1;

-- :name search_due_at
UPDATE search_due SET maker = ?2 WHERE seller = ?1;

-- :name search_due_done
DELETE FROM search_due WHERE seller = ?1;

-- Whose papers or principals begin or end to hold behind (?1, ?2) and until ?3.
-- :name search_due_by_day
SELECT at_ms, seller FROM (SELECT from_ms AS at_ms, seller FROM seller_tax UNION ALL SELECT until_ms, seller FROM seller_tax
	UNION ALL SELECT from_ms, seller FROM seller_link UNION ALL SELECT until_ms, seller FROM seller_link) AS day
WHERE at_ms >= CAST(?1 AS BIGINT) AND at_ms <= CAST(?3 AS BIGINT) AND (at_ms > CAST(?1 AS BIGINT) OR seller > ?2) ORDER BY at_ms, seller LIMIT ?4;

-- The index is always walked first (CROSS JOIN keeps the order), in the order of its rows, and each statement stops at its last parameter.
-- ?2 … ?9 look at the row itself: district, category, booth, fair, live, badge, price from and to (0: without end).

-- :name search_by_doc
SELECT r.product, r.doc, r.price_minor FROM product_fts CROSS JOIN search_row r ON r.doc = product_fts.rowid
WHERE product_fts MATCH ?1 AND product_fts.rowid > CAST(?10 AS BIGINT)
	AND (?2 = '' OR r.district = ?2) AND (?3 = '' OR r.category = ?3) AND (?4 = '' OR r.booth = ?4) AND (?5 = '' OR r.fair = ?5) AND r.seen = 1
	AND (CAST(?6 AS BIGINT) = 0 OR r.live = 1) AND (CAST(?7 AS BIGINT) = 0 OR r.badge = 1)
	AND r.price_minor >= CAST(?8 AS BIGINT) AND (CAST(?9 AS BIGINT) = 0 OR r.price_minor <= CAST(?9 AS BIGINT))
ORDER BY product_fts.rowid LIMIT ?11;

-- :name search_newest
SELECT r.product, r.doc, r.price_minor FROM product_fts CROSS JOIN search_row r ON r.doc = product_fts.rowid
WHERE product_fts MATCH ?1 AND product_fts.rowid < CAST(?10 AS BIGINT)
	AND (?2 = '' OR r.district = ?2) AND (?3 = '' OR r.category = ?3) AND (?4 = '' OR r.booth = ?4) AND (?5 = '' OR r.fair = ?5) AND r.seen = 1
	AND (CAST(?6 AS BIGINT) = 0 OR r.live = 1) AND (CAST(?7 AS BIGINT) = 0 OR r.badge = 1)
	AND r.price_minor >= CAST(?8 AS BIGINT) AND (CAST(?9 AS BIGINT) = 0 OR r.price_minor <= CAST(?9 AS BIGINT))
ORDER BY product_fts.rowid DESC LIMIT ?11;

-- Of one range of prices: all its rows are looked at, and the cheapest behind (?10, ?11) kept.
-- :name search_by_price
SELECT r.product, r.doc, r.price_minor FROM product_fts CROSS JOIN search_row r ON r.doc = product_fts.rowid
WHERE product_fts MATCH ?1 AND (r.price_minor > CAST(?10 AS BIGINT) OR (r.price_minor = CAST(?10 AS BIGINT) AND r.doc > CAST(?11 AS BIGINT)))
	AND (?2 = '' OR r.district = ?2) AND (?3 = '' OR r.category = ?3) AND (?4 = '' OR r.booth = ?4) AND (?5 = '' OR r.fair = ?5) AND r.seen = 1
	AND (CAST(?6 AS BIGINT) = 0 OR r.live = 1) AND (CAST(?7 AS BIGINT) = 0 OR r.badge = 1)
	AND r.price_minor >= CAST(?8 AS BIGINT) AND (CAST(?9 AS BIGINT) = 0 OR r.price_minor <= CAST(?9 AS BIGINT))
ORDER BY r.price_minor, r.doc LIMIT ?12;

-- The other way about, for what nearly every product matches: along the prices behind (?10, ?11) up to (?12, ?13), the index asked for each.
-- :name search_along_prices
SELECT r.product, r.doc, r.price_minor FROM product_doc w CROSS JOIN product_fts ON product_fts.rowid = w.doc CROSS JOIN search_row r ON r.doc = w.doc
WHERE product_fts MATCH ?1 AND (w.price_minor, w.doc) > (CAST(?10 AS BIGINT), CAST(?11 AS BIGINT)) AND (w.price_minor, w.doc) <= (CAST(?12 AS BIGINT), CAST(?13 AS BIGINT))
	AND (?2 = '' OR r.district = ?2) AND (?3 = '' OR r.category = ?3) AND (?4 = '' OR r.booth = ?4) AND (?5 = '' OR r.fair = ?5) AND r.seen = 1
	AND (CAST(?6 AS BIGINT) = 0 OR r.live = 1) AND (CAST(?7 AS BIGINT) = 0 OR r.badge = 1)
	AND r.price_minor >= CAST(?8 AS BIGINT) AND (CAST(?9 AS BIGINT) = 0 OR r.price_minor <= CAST(?9 AS BIGINT))
ORDER BY w.price_minor, w.doc LIMIT ?14;

-- The product that lies so many prices behind (?1, ?2).
-- :name search_price_behind
SELECT price_minor, doc FROM product_doc WHERE (price_minor, doc) > (CAST(?1 AS BIGINT), CAST(?2 AS BIGINT)) ORDER BY price_minor, doc LIMIT 1 OFFSET ?3;

-- How many match, up to ?10, and the last of these.
-- :name search_count
SELECT count(*), COALESCE(max(hit.doc), 0) FROM (SELECT r.doc FROM product_fts CROSS JOIN search_row r ON r.doc = product_fts.rowid
WHERE product_fts MATCH ?1
	AND (?2 = '' OR r.district = ?2) AND (?3 = '' OR r.category = ?3) AND (?4 = '' OR r.booth = ?4) AND (?5 = '' OR r.fair = ?5) AND r.seen = 1
	AND (CAST(?6 AS BIGINT) = 0 OR r.live = 1) AND (CAST(?7 AS BIGINT) = 0 OR r.badge = 1)
	AND r.price_minor >= CAST(?8 AS BIGINT) AND (CAST(?9 AS BIGINT) = 0 OR r.price_minor <= CAST(?9 AS BIGINT))
LIMIT ?10) AS hit;

-- How many are known by an expression, hidden ones too, up to ?2.
-- :name search_known
SELECT count(*) FROM (SELECT 1 FROM product_fts WHERE product_fts MATCH ?1 LIMIT ?2) AS hit;

-- The next price that anything has.
-- :name search_next_price
SELECT price_minor FROM product_doc WHERE price_minor >= CAST(?1 AS BIGINT) ORDER BY price_minor LIMIT 1;

-- :name search_live_booths
SELECT DISTINCT c.booth FROM broadcast c WHERE c.ended_ms = 0 LIMIT ?1;
