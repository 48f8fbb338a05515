-- Orders, their children and lines.

-- :name ledger_number_next
INSERT INTO ledger_number (name, last) VALUES (?1, 1) ON CONFLICT (name) DO UPDATE SET last = ledger_number.last + 1;

-- :name ledger_number_last
SELECT last FROM ledger_number WHERE name = ?1;

-- :name order_insert
INSERT INTO orders (id, number, person, enquiry, state, total_minor, currency, to_name, to_phone, to_line1, to_line2, to_city, to_state, to_pin, to_country, created_ms, to_gstin)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17);

-- :name order_child_insert
INSERT INTO order_child (id, orders, number, seller, state, total_minor, currency, paper, tax, supply_region, shipping_minor, tcs)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- :name order_line_insert
INSERT INTO order_line (id, orders, child, product, booth, quantity, price_minor, shown_minor, flash, currency, broadcast, media_us, estimated, maker, variant, off_minor, funder)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17);

-- :name order_by_id
SELECT id, number, person, enquiry, state, total_minor, currency, to_name, to_phone, to_line1, to_line2, to_city, to_state, to_pin, to_country, created_ms, to_gstin
FROM orders WHERE id = ?1;

-- :name order_all
SELECT id FROM orders WHERE id < ?1 ORDER BY id DESC LIMIT ?2;

-- :name order_of_person
SELECT id FROM orders WHERE person = ?3 AND id < ?1 ORDER BY id DESC LIMIT ?2;

-- :name order_of_booth
SELECT DISTINCT orders FROM order_line WHERE booth = ?3 AND orders < ?1 ORDER BY orders DESC LIMIT ?2;

-- :name order_children
SELECT c.id, c.number, c.seller, s.name, c.state, c.total_minor, c.currency, s.name_hi, c.paper, c.tax, c.shipping_minor FROM order_child c JOIN seller s ON s.id = c.seller WHERE c.orders = ?1 ORDER BY c.number;

-- :name order_lines
SELECT l.child, l.product, p.slug, p.name_en, p.name_hi, p.unit, l.booth, l.quantity, l.price_minor, l.shown_minor, l.flash, l.currency, l.broadcast, l.media_us, l.estimated,
	COALESCE(m.name, ''), COALESCE(m.name_hi, ''), l.id, l.maker, p.hsn, l.variant, COALESCE(v.name_en, ''), COALESCE(v.name_hi, ''), l.off_minor, l.funder, b.slug
FROM order_line l JOIN product p ON p.id = l.product JOIN booth b ON b.id = l.booth LEFT JOIN product_variant v ON v.id = l.variant LEFT JOIN seller m ON m.id = l.maker WHERE l.orders = ?1 ORDER BY l.id;

-- :name order_child_move
UPDATE order_child SET state = ?3 WHERE id = ?1 AND state = ?2;

-- :name order_set_state
UPDATE orders SET state = ?2 WHERE id = ?1;

-- Of one product, those that were given back left out.
-- :name order_pieces_sold
SELECT COALESCE(sum(l.quantity), 0) FROM order_line l JOIN order_child c ON c.id = l.child WHERE l.product = ?1 AND c.state <> 'cancelled';

-- :name withdrawal_insert
INSERT INTO withdrawal (orders, person, at_ms) VALUES (?1, ?2, ?3) ON CONFLICT (orders) DO NOTHING;

-- :name withdrawal_count
SELECT count(*) FROM withdrawal WHERE person = ?1 AND at_ms > ?2 AND forgiven_ms = 0;

-- :name withdrawal_count_of_order
SELECT count(*) FROM orders o JOIN withdrawal w ON w.person = o.person WHERE o.id = ?1 AND w.at_ms > ?2 AND w.forgiven_ms = 0;

-- :name withdrawal_forgive
UPDATE withdrawal SET forgiven_by = ?2, forgiven_ms = ?3 WHERE person = ?1 AND forgiven_ms = 0;

-- :name withdrawal_list
SELECT w.person, p.name, count(*), max(w.at_ms) FROM withdrawal w JOIN person p ON p.id = w.person
WHERE w.at_ms > ?1 AND w.forgiven_ms = 0 GROUP BY w.person, p.name HAVING count(*) >= ?2 ORDER BY 4 DESC, 1 LIMIT ?3;

-- :name withdrawal_sweep
DELETE FROM withdrawal WHERE orders IN (SELECT orders FROM withdrawal WHERE at_ms < ?1 ORDER BY at_ms LIMIT ?2);

-- Of a buyer's last hundred orders: those that nobody has accepted, and for which nothing was paid or said to be. ?2: of scarce things alone, and
-- ?3: of how many at most is scarce.
-- :name order_unpaid_count
SELECT count(*) FROM (SELECT id FROM orders WHERE person = ?1 ORDER BY id DESC LIMIT 100) o JOIN orders w ON w.id = o.id
WHERE w.state = 'placed'
	AND EXISTS (SELECT 1 FROM order_child c JOIN payment m ON m.child = c.id WHERE c.orders = o.id AND m.state IN ('due', 'failed'))
	AND (?2 = 0 OR EXISTS (SELECT 1 FROM order_line l JOIN product p ON p.id = l.product LEFT JOIN product_variant v ON v.id = l.variant
		WHERE l.orders = o.id AND (p.one_of_a_kind = 1 OR (p.made_to_order = 0 AND COALESCE(v.stock, p.stock) <= ?3))));
