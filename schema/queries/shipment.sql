-- Parcels, where they are fetched, what was told of them, and what a carrier is still to be asked.

-- :name pickup_place_put
INSERT INTO pickup_place (seller, name, phone, line1, line2, city, state, pin, changed_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (seller) DO UPDATE SET name = excluded.name, phone = excluded.phone, line1 = excluded.line1, line2 = excluded.line2, city = excluded.city,
	state = excluded.state, pin = excluded.pin, changed_ms = excluded.changed_ms;

-- :name pickup_place_sweep
DELETE FROM pickup_place WHERE seller IN (
	SELECT s.id FROM seller s JOIN pickup_place k ON k.seller = s.id
	WHERE s.state = 'closed' AND (SELECT max(m.at_ms) FROM seller_move m WHERE m.seller = s.id) < ?1
		AND NOT EXISTS (SELECT 1 FROM shipment h WHERE h.maker = s.id AND h.state NOT IN ('delivered', 'returned', 'cancelled')) LIMIT ?2);

-- :name pickup_place_find
SELECT name, phone, line1, line2, city, state, pin FROM pickup_place WHERE seller = ?1;

-- :name shipment_makers
SELECT l.maker, SUM(l.quantity), MIN(CASE WHEN COALESCE(NULLIF(v.weight_g, 0), p.weight_g) > 0 THEN 1 ELSE 0 END),
	SUM(l.quantity * COALESCE(NULLIF(v.weight_g, 0), p.weight_g)), MAX(p.length_mm), MAX(p.width_mm), MAX(p.height_mm)
FROM order_line l JOIN product p ON p.id = l.product LEFT JOIN product_variant v ON v.id = l.variant
WHERE l.orders = (SELECT h.orders FROM order_child h WHERE h.id = ?1) AND l.child = ?1 AND NOT EXISTS (SELECT 1 FROM shipment s WHERE s.child = l.child AND s.maker = l.maker) GROUP BY l.maker ORDER BY l.maker;

-- :name shipment_insert
INSERT INTO shipment (id, code, orders, child, maker, state, state_ms, weight_g, length_mm, width_mm, height_mm, window_from_ms, window_until_ms, job, job_due_ms, created_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?7, ?7);

-- :name shipment_by_id
SELECT s.id, s.code, s.orders, s.child, s.maker, s.carrier, s.ref, s.state, s.state_ms, s.weight_g, s.length_mm, s.width_mm, s.height_mm, s.window_from_ms,
	s.window_until_ms, s.run, s.job, s.job_tries, s.fault, s.created_ms, c.number, m.name, m.name_hi, COALESCE(b.district, ''), COALESCE(d.name_en, ''),
	COALESCE(d.name_hi, ''), o.to_country, COALESCE(m.booth, ''), o.person
FROM shipment s JOIN order_child c ON c.id = s.child JOIN orders o ON o.id = s.orders JOIN seller m ON m.id = s.maker
LEFT JOIN booth b ON b.id = m.booth LEFT JOIN district d ON d.code = b.district WHERE s.id = ?1;

-- :name shipment_id_by_code
SELECT id FROM shipment WHERE code = ?1;

-- :name shipment_of_order
SELECT id FROM shipment WHERE orders = ?1 AND (?2 = '' OR child = ?2) ORDER BY id;

-- :name shipment_of_maker
SELECT id FROM shipment WHERE maker = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3;

-- :name shipment_list
SELECT id FROM shipment WHERE id < ?1 AND (?3 = '' OR state = ?3) AND (CAST(?4 AS BIGINT) = 0
	OR (state IN ('packing', 'requested', 'booked') AND window_until_ms < CAST(?4 AS BIGINT))
	OR (state IN ('picked_up', 'in_transit', 'undelivered', 'return_to_origin') AND state_ms < CAST(?5 AS BIGINT)))
ORDER BY id DESC LIMIT ?2;

-- :name shipment_counts
SELECT state, count(*) FROM shipment GROUP BY state;

-- :name shipment_of_run
SELECT id FROM shipment WHERE run = ?1 ORDER BY maker, id;

-- :name shipment_ask
UPDATE shipment SET state = ?2, state_ms = ?3, weight_g = ?4, length_mm = ?5, width_mm = ?6, height_mm = ?7, window_from_ms = ?8, window_until_ms = ?9,
	job = 'book', job_due_ms = ?3, job_tries = 0, fault = '' WHERE id = ?1 AND state IN ('packing', 'requested');

-- :name shipment_set_state
UPDATE shipment SET state = ?2, state_ms = ?3 WHERE id = ?1;

-- :name shipment_set_job
UPDATE shipment SET job = ?2, job_due_ms = ?3, job_tries = 0 WHERE id = ?1;

-- :name shipment_set_ref
UPDATE shipment SET ref = ?2, carrier = ?3 WHERE id = ?1;

-- :name shipment_set_fault
UPDATE shipment SET fault = ?2 WHERE id = ?1;

-- :name shipment_set_run
UPDATE shipment SET run = ?2 WHERE id = ?1;

-- :name shipment_event_insert
INSERT INTO shipment_event (id, shipment, state, at_ms, told_ms, by_whom, place, note, photo) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (shipment, state, at_ms) DO NOTHING;

-- :name shipment_event_list
SELECT state, at_ms, by_whom, place, note, photo FROM shipment_event WHERE shipment = ?1 ORDER BY at_ms, id LIMIT ?2;

-- :name shipment_event_count
SELECT count(*) FROM shipment_event WHERE shipment = ?1;

-- :name shipment_unproven
SELECT count(*) FROM shipment s WHERE s.child = ?1 AND s.state <> 'cancelled'
	AND NOT EXISTS (SELECT 1 FROM shipment_event e WHERE e.shipment = s.id AND e.state IN (?2, ?3, ?4, ?5, ?6, ?7));

-- :name shipment_job_next
SELECT id FROM shipment WHERE job <> '' AND job_due_ms <= ?1 ORDER BY job_due_ms LIMIT 1;

-- :name shipment_job_lease
UPDATE shipment SET job_due_ms = ?2, job_tries = job_tries + 1 WHERE id = ?1;

-- :name shipment_job_wait
UPDATE shipment SET job_due_ms = ?2, fault = ?3 WHERE id = ?1;

-- :name shipment_photo_known
SELECT count(*) FROM photo WHERE hash = ?1;

-- :name proof_due_put
INSERT INTO proof_due (shipment, state, at_ms, base64, due_ms) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (shipment, state, at_ms) DO NOTHING;

-- :name proof_due_any
SELECT count(*) FROM (SELECT 1 FROM proof_due WHERE due_ms <= ?1 LIMIT 1) AS some;

-- :name proof_due_claim
UPDATE proof_due SET due_ms = ?2, tries = tries + 1
WHERE (shipment, state, at_ms) IN (SELECT shipment, state, at_ms FROM proof_due WHERE due_ms <= ?1 ORDER BY due_ms LIMIT 1)
RETURNING shipment, state, at_ms, base64, tries;

-- :name proof_due_delete
DELETE FROM proof_due WHERE shipment = ?1 AND state = ?2 AND at_ms = ?3;

-- :name shipment_event_prove
UPDATE shipment_event SET photo = ?4 WHERE shipment = ?1 AND state = ?2 AND at_ms = ?3 AND photo = '';
