-- The helpline's tasks and calls.

-- :name call_task_insert
INSERT INTO call_task (id, reason, about, orders, booth, due_ms, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (about, booth, reason) DO NOTHING;

-- :name call_task_by_id
SELECT id, reason, about, orders, booth, state, outcome, due_ms, lease_by, lease_until_ms, tries, created_ms, done_ms FROM call_task WHERE id = ?1;

-- :name call_task_open
SELECT id, reason, about, orders, booth, state, outcome, due_ms, lease_by, lease_until_ms, tries, created_ms, done_ms FROM call_task
WHERE state = 'open' AND (due_ms, id) > (?1, ?2) ORDER BY due_ms, id LIMIT ?3;

-- :name call_task_done
SELECT id, reason, about, orders, booth, state, outcome, due_ms, lease_by, lease_until_ms, tries, created_ms, done_ms FROM call_task
WHERE state = 'done' AND outcome IN ('declined', 'wrong-number', 'given-up') AND done_ms >= ?1 ORDER BY done_ms DESC LIMIT ?2;

-- :name call_task_take
UPDATE call_task SET lease_by = ?2, lease_until_ms = ?4 WHERE id = ?1 AND state = 'open' AND (lease_by = '' OR lease_by = ?2 OR lease_until_ms <= ?3);

-- :name call_task_release
UPDATE call_task SET lease_by = '', lease_until_ms = 0 WHERE id = ?1 AND state = 'open' AND lease_by = ?2;

-- :name call_task_settle
UPDATE call_task SET state = 'done', outcome = ?2, done_ms = ?3, lease_by = '', lease_until_ms = 0, tries = tries + ?4 WHERE id = ?1 AND state = 'open';

-- :name call_task_later
UPDATE call_task SET outcome = ?2, due_ms = ?3, lease_by = '', lease_until_ms = 0, tries = tries + 1 WHERE id = ?1 AND state = 'open';

-- :name call_task_settle_about
UPDATE call_task SET state = 'done', outcome = 'settled', done_ms = ?2, lease_by = '', lease_until_ms = 0 WHERE about = ?1 AND state = 'open';

-- :name call_task_auto
SELECT id FROM call_task WHERE state = 'open' AND reason = 'purchase' AND tries = 0 AND lease_by = '' AND due_ms <= ?1 ORDER BY due_ms, id LIMIT 1;

-- :name call_try_insert
INSERT INTO call_try (id, task, person, outcome, ready_ms, note, accepted, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- :name call_try_of
SELECT t.person, COALESCE(p.name, ''), t.outcome, t.ready_ms, t.note, t.accepted, t.at_ms FROM call_try t LEFT JOIN person p ON p.id = t.person WHERE t.task = ?1 ORDER BY t.id;

-- :name call_figures_tries
SELECT COALESCE(p.name, ''), t.person, t.outcome, count(*) FROM call_try t LEFT JOIN person p ON p.id = t.person WHERE t.at_ms >= ?1 GROUP BY t.person, t.outcome ORDER BY t.person, t.outcome;

-- :name call_figures_open
SELECT count(*), COALESCE(sum(due_ms <= ?1), 0), COALESCE(sum(lease_by <> '' AND lease_until_ms > ?1), 0), COALESCE(min(created_ms), 0) FROM call_task WHERE state = 'open';

-- :name call_waiting_children
SELECT c.id, c.orders, l.booth FROM order_child c JOIN order_line l ON l.orders = c.orders AND l.child = c.id
WHERE c.state = 'placed' AND c.id > ?1 AND c.id < ?2
	AND NOT EXISTS (SELECT 1 FROM call_task t WHERE t.about = c.id AND t.booth = l.booth
		AND (t.state = 'open' OR t.done_ms > ?3 OR t.outcome IN ('declined', 'wrong-number', 'given-up')))
GROUP BY c.id, l.booth ORDER BY c.id LIMIT ?4;

-- :name call_waiting_enquiries
SELECT id FROM enquiry WHERE state = 'open' AND id > ?1 AND id < ?2 ORDER BY id LIMIT ?3;

-- :name call_answered_settle
UPDATE call_task SET state = 'done', outcome = 'settled', done_ms = ?1, lease_by = '', lease_until_ms = 0
WHERE state = 'open' AND reason = 'enquiry' AND NOT EXISTS (SELECT 1 FROM enquiry e WHERE e.id = call_task.about AND e.state = 'open');

-- :name call_note_sweep
UPDATE call_try SET note = '' WHERE id IN (SELECT id FROM call_try WHERE note <> '' AND at_ms < ?1 LIMIT ?2);
