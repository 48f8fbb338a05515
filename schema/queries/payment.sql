-- Payments, what was said of them, the lines of bank statements, and what is to be asked of the gateway.

-- :name payment_insert
INSERT INTO payment (id, child, orders, mark, method, state, amount_minor, currency, created_ms, changed_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9);

-- :name payment_by_id
SELECT * FROM payment_row p WHERE p.id = ?1;

-- :name payment_by_child
SELECT * FROM payment_row p WHERE p.child = ?1;

-- :name payment_by_gateway
SELECT * FROM payment_row p WHERE p.gateway_order = ?1 AND p.gateway_order <> '';

-- :name payment_of_order
SELECT * FROM payment_row p WHERE p.child IN (SELECT h.id FROM order_child h WHERE h.orders = ?1) ORDER BY p.mark;

-- :name payment_all
SELECT * FROM payment_row p WHERE p.id < ?1 ORDER BY p.id DESC LIMIT ?2;

-- :name payment_in_state
SELECT * FROM payment_row p WHERE p.state = ?3 AND p.id < ?1 ORDER BY p.id DESC LIMIT ?2;

-- :name payment_by_mark
SELECT id FROM payment WHERE mark = ?1;

-- :name payment_by_reference
SELECT id FROM payment WHERE reference = ?1 AND reference <> '' ORDER BY id LIMIT 1;

-- :name payment_move
UPDATE payment SET state = ?3, reference = ?4, changed_ms = ?5 WHERE id = ?1 AND state = ?2;

-- :name payment_set_method
UPDATE payment SET method = ?2 WHERE id = ?1;

-- :name payment_set_gateway
UPDATE payment SET gateway_order = ?2, gateway_url = ?3 WHERE id = ?1;

-- :name payment_event_insert
INSERT INTO payment_event (id, payment, event, state, source, reference, person, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- :name payment_events
SELECT event, state, source, reference, at_ms FROM payment_event WHERE payment = ?1 ORDER BY id LIMIT 100;

-- :name bank_line_insert
INSERT INTO bank_line (id, mark, day_ms, amount_minor, reference, narration, state, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (mark) DO NOTHING;

-- :name bank_line_by_id
SELECT id, day_ms, amount_minor, reference, narration, state, payment FROM bank_line WHERE id = ?1;

-- :name bank_line_in_state
SELECT id, day_ms, amount_minor, reference, narration, state, payment FROM bank_line WHERE state = ?3 AND id < ?1 ORDER BY id DESC LIMIT ?2;

-- :name bank_line_settle
UPDATE bank_line SET state = ?3, payment = ?4 WHERE id = ?1 AND state = ?2;

-- :name pay_job_insert
INSERT INTO pay_job (id, payment, kind, due_ms, created_ms) VALUES (?1, ?2, ?3, ?4, ?5);

-- :name pay_job_claim
UPDATE pay_job SET due_ms = ?2, tries = tries + 1 WHERE id = (SELECT id FROM pay_job WHERE due_ms <= ?1 ORDER BY due_ms, id LIMIT 1) RETURNING id, payment, kind, tries;

-- :name pay_job_wait
UPDATE pay_job SET due_ms = ?2, error = ?3 WHERE id = ?1;

-- :name pay_job_delete
DELETE FROM pay_job WHERE id = ?1;

-- :name pay_job_next
SELECT COALESCE(MIN(due_ms), 9223372036854775807) FROM pay_job;
