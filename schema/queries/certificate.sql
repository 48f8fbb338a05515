-- Certificates of origin: keys, rows, scans, doubts.

-- :name origin_key_put
INSERT INTO origin_key (id, public_key, from_ms) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET until_ms = 0;

-- :name origin_key_end_others
UPDATE origin_key SET until_ms = ?2 WHERE id <> ?1 AND until_ms = 0;

-- :name origin_key_list
SELECT id, public_key, from_ms, until_ms FROM origin_key ORDER BY from_ms DESC, id LIMIT ?1;

-- :name certificate_lines
SELECT l.id FROM order_line l WHERE l.orders = (SELECT h.orders FROM order_child h WHERE h.id = ?1) AND l.child = ?1 AND NOT EXISTS (SELECT 1 FROM certificate c WHERE c.line = l.id) ORDER BY l.id;

-- :name certificate_insert
INSERT INTO certificate (code, line, child, product, maker, pieces, artisan_en, artisan_hi, district, product_en, product_hi, gi_user, broadcast, media_us,
	issued_ms)
SELECT ?1, l.id, l.child, l.product, l.maker, l.quantity, b.artisan_en, b.artisan_hi, p.district, p.name_en, p.name_hi,
	CASE WHEN p.gi = 1 THEN p.gi_user ELSE '' END, l.broadcast, l.media_us, ?3
FROM order_line l JOIN product p ON p.id = l.product JOIN booth b ON b.id = l.booth WHERE l.id = ?2;

-- :name certificate_by_code
SELECT c.code, c.line, c.child, c.product, c.maker, c.pieces, c.artisan_en, c.artisan_hi, c.district, d.name_en, d.name_hi, c.product_en, c.product_hi,
	c.gi_user, c.broadcast, c.media_us, c.issued_ms, c.state, c.reason, c.changed_ms, p.slug, b.slug
FROM certificate c JOIN product p ON p.id = c.product JOIN district d ON d.code = c.district JOIN booth b ON b.id = p.booth WHERE c.code = ?1;

-- :name certificate_of_child
SELECT code FROM certificate WHERE child = ?1 AND (?2 = '' OR maker = ?2) ORDER BY code;

-- :name certificate_mark
UPDATE certificate SET state = ?2, reason = ?3, changed_ms = ?4 WHERE code = ?1 AND state <> 'revoked';

-- :name certificate_revoke_product
UPDATE certificate SET state = 'revoked', reason = ?3, changed_ms = ?4 WHERE product = ?1 AND maker = ?2 AND state <> 'revoked';

-- :name certificate_withdraw_product
UPDATE product SET state = 'withdrawn' WHERE id = ?1;

-- :name certificate_owners
SELECT DISTINCT pe.id, pe.email, pe.lang, o.number FROM certificate c JOIN order_child oc ON oc.id = c.child JOIN orders o ON o.id = oc.orders JOIN person pe ON pe.id = o.person
WHERE c.product = ?1 AND c.maker = ?2 AND c.state = 'revoked' AND c.changed_ms = ?3 ORDER BY o.number LIMIT ?4;

-- :name certificate_scan_more
UPDATE certificate_scan SET scans = scans + 1, last_ms = ?4 WHERE code = ?1 AND piece = ?2 AND place = ?3;

-- :name certificate_scan_first
INSERT INTO certificate_scan (code, piece, place, scans, first_ms, last_ms) SELECT ?1, ?2, ?3, 1, ?4, ?4
WHERE (SELECT count(*) FROM certificate_scan s WHERE s.code = ?1 AND s.piece = ?2) < ?5;

-- :name certificate_scans
SELECT COALESCE(SUM(scans), 0), count(*), COALESCE(MIN(first_ms), 0) FROM certificate_scan WHERE code = ?1 AND piece = ?2;

-- :name certificate_seen_often
SELECT s.code, s.piece, count(*), SUM(s.scans) FROM certificate_scan s JOIN certificate c ON c.code = s.code WHERE c.state = 'good'
GROUP BY s.code, s.piece HAVING count(*) >= ?1 ORDER BY count(*) DESC, s.code LIMIT ?2;

-- :name doubt_insert
INSERT INTO certificate_doubt (id, code, piece, person, reason, note, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- :name doubt_open_of_person
SELECT count(*) FROM certificate_doubt WHERE code = ?1 AND person = ?2 AND decision = '';

-- :name doubt_by_id
SELECT id, code, piece, person, reason, note, at_ms, decision, decided_ms, decided_note FROM certificate_doubt WHERE id = ?1;

-- :name doubt_list
SELECT id FROM certificate_doubt WHERE id < ?1 AND (CAST(?3 AS BIGINT) = 0 OR decision = '') ORDER BY id DESC LIMIT ?2;

-- :name doubt_decide
UPDATE certificate_doubt SET decision = ?2, decided_by = ?3, decided_ms = ?4, decided_note = ?5 WHERE id = ?1 AND decision = '';

-- :name certificate_scan_sweep
DELETE FROM certificate_scan WHERE (code, piece, place) IN (SELECT code, piece, place FROM certificate_scan WHERE last_ms < ?1 LIMIT ?2);
