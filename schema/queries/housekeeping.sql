-- Guests without anything that needs them: a window of ages at a time.

-- :name guest_window
SELECT COALESCE(max(created_ms), 0) FROM
	(SELECT created_ms FROM person WHERE role = 'guest' AND created_ms > ?1 AND created_ms < ?2 ORDER BY created_ms LIMIT ?3) AS eldest;

-- :name guest_sweep
DELETE FROM person WHERE role = 'guest' AND created_ms > ?1 AND created_ms <= ?2
	AND NOT EXISTS (SELECT 1 FROM login l WHERE l.person = person.id)
	AND NOT EXISTS (SELECT 1 FROM enquiry e WHERE e.person = person.id)
	AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.person = person.id)
	AND NOT EXISTS (SELECT 1 FROM lead d WHERE d.person = person.id)
	AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.person = person.id);
