-- Where people are signed in.

-- :name login_insert
INSERT INTO login (token_hash, person, created_ms, expires_ms, ends_ms) VALUES (?1, ?2, ?3, ?4, ?5);

-- :name login_find
SELECT l.expires_ms, l.ends_ms, p.id, p.role, p.name, p.email, p.email_confirmed, p.booth, p.lang, p.country, p.merged_into,
	CASE WHEN p.role IN ('organizer', 'helpline') THEN EXISTS (SELECT 1 FROM second_factor s WHERE s.person = p.id) ELSE 0 END
FROM login l JOIN person p ON p.id = l.person WHERE l.token_hash = ?1;

-- :name login_opened
SELECT created_ms FROM login WHERE token_hash = ?1;

-- :name login_extend
UPDATE login SET expires_ms = CASE WHEN ?2 < ends_ms THEN ?2 ELSE ends_ms END WHERE token_hash = ?1;

-- :name login_delete
DELETE FROM login WHERE token_hash = ?1;

-- :name login_delete_person
DELETE FROM login WHERE person = ?1;

-- :name login_sweep
DELETE FROM login WHERE token_hash IN (SELECT token_hash FROM login WHERE expires_ms <= ?1 LIMIT ?2);
