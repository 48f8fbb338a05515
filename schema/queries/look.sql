-- Looks at people's contact data: a chain that is only added to.

-- :name look_last
SELECT n, link FROM look ORDER BY n DESC LIMIT 1;

-- :name look_insert
INSERT INTO look (n, person, kind, subject, whose, reason, task, at_ms, link) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- :name look_count
SELECT count(*) FROM look WHERE person = ?1 AND at_ms > ?2 AND kind NOT IN ('label', 'manifest');

-- :name look_since
SELECT 1 FROM look WHERE person = ?1 AND at_ms >= ?2 AND kind = ?3 AND subject = ?4 LIMIT 1;

-- :name look_list
SELECT l.n, l.person, COALESCE(p.name, ''), l.kind, l.subject, l.reason, l.task, l.at_ms FROM look l LEFT JOIN person p ON p.id = l.person
WHERE l.n < ?1 ORDER BY l.n DESC LIMIT ?2;

-- :name look_busy
SELECT l.person, COALESCE(p.name, ''), count(*) FROM look l LEFT JOIN person p ON p.id = l.person
WHERE l.at_ms > ?1 AND l.kind NOT IN ('label', 'manifest') GROUP BY l.person ORDER BY count(*) DESC, l.person LIMIT ?2;

-- :name look_chain
SELECT n, person, kind, subject, whose, reason, task, at_ms, link FROM look WHERE n > ?1 ORDER BY n LIMIT ?2;

-- :name look_organizers
SELECT id FROM person WHERE role = 'organizer' AND merged_into = '' AND erased_ms = 0 ORDER BY id LIMIT ?1;

-- :name look_lead
SELECT e.name, w.email, w.id FROM lead l JOIN enquiry e ON e.id = l.enquiry JOIN person w ON w.id = l.person WHERE l.id = ?1;

-- :name look_sweep
DELETE FROM look WHERE n IN (SELECT n FROM look WHERE at_ms < ?1 ORDER BY n LIMIT ?2);
