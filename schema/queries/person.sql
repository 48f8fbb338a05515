-- People and their accounts.

-- :name person_insert
INSERT INTO person (id, role, name, email, email_confirmed, booth, lang, country, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- :name person_by_id
SELECT id, role, name, email, email_confirmed, booth, lang, country, merged_into,
	CASE WHEN role IN ('organizer', 'helpline') THEN EXISTS (SELECT 1 FROM second_factor s WHERE s.person = person.id) ELSE 0 END
FROM person WHERE id = ?1;

-- :name person_by_email
SELECT id FROM person WHERE email = ?1 AND role = ?2 AND email_confirmed = 1 AND merged_into = '';

-- :name person_rename
UPDATE person SET name = ?2, lang = ?3, country = ?4 WHERE id = ?1;

-- :name person_to_buyer
UPDATE person SET role = 'buyer', email = ?2, email_confirmed = 1, name = CASE WHEN ?3 = '' THEN name ELSE ?3 END WHERE id = ?1 AND role = 'guest';

-- :name person_merge
UPDATE person SET merged_into = ?2 WHERE id = ?1 AND role = 'guest' AND merged_into = '';

-- :name person_set_booth
UPDATE person SET booth = ?2 WHERE id = ?1 AND role = 'artisan';

-- :name credential_put
INSERT INTO credential (person, hash, changed_ms) VALUES (?1, ?2, ?3)
ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, changed_ms = excluded.changed_ms;

-- :name credential_by_email
SELECT p.id, c.hash FROM person p JOIN credential c ON c.person = p.id
WHERE p.email = ?1 AND p.role IN ('organizer', 'helpline') AND p.email_confirmed = 1 AND p.merged_into = '' ORDER BY p.role DESC LIMIT 1;

-- :name known_name
SELECT 1 FROM known_name WHERE skeleton = ?1 LIMIT 1;

-- :name known_name_missing
SELECT s.id, s.en, s.hi FROM (
	SELECT id, name_en AS en, name_hi AS hi FROM fair UNION ALL SELECT id, name_en, name_hi FROM booth
	UNION ALL SELECT id, name, name_hi FROM seller WHERE booth = '') s
WHERE s.id > ?1 AND s.id NOT IN (SELECT owner FROM known_name) ORDER BY s.id LIMIT ?2;

-- :name known_name_clear
DELETE FROM known_name WHERE owner = ?1;

-- :name known_name_insert
INSERT INTO known_name (owner, skeleton) VALUES (?1, ?2) ON CONFLICT (owner, skeleton) DO NOTHING;
