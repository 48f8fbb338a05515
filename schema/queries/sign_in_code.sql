-- One-time codes and links for artisans, and e-mail codes for buyers.

-- :name sign_in_code_insert
INSERT INTO sign_in_code (id, code_hash, link_hash, person, made_by, created_ms, expires_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- :name sign_in_code_revoke
UPDATE sign_in_code SET used_ms = ?2 WHERE person = ?1 AND used_ms = 0;

-- :name sign_in_code_use
UPDATE sign_in_code SET used_ms = ?2 WHERE (code_hash = ?1 OR link_hash = ?1) AND used_ms = 0 AND expires_ms > ?2 RETURNING person;

-- :name sign_in_code_is_open
SELECT 1 FROM sign_in_code WHERE code_hash = ?1 AND used_ms = 0 AND expires_ms > ?2;

-- :name email_code_insert
INSERT INTO email_code (id, email, guest, name, code_hash, created_ms, expires_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- :name email_code_count
SELECT count(*) FROM email_code WHERE email = ?1 AND created_ms > ?2;

-- :name email_code_try
UPDATE email_code SET tries = tries + 1, used_ms = CASE WHEN code_hash = ?3 THEN CAST(?4 AS BIGINT) ELSE 0 END
WHERE id = (SELECT id FROM email_code WHERE email = ?1 AND guest = ?2 ORDER BY id DESC LIMIT 1)
  AND used_ms = 0 AND tries < CAST(?5 AS BIGINT) AND expires_ms > ?4
RETURNING used_ms, name;

-- :name sign_in_code_sweep
DELETE FROM sign_in_code WHERE id IN (SELECT id FROM sign_in_code WHERE expires_ms < ?1 LIMIT ?2);

-- :name email_code_sweep
DELETE FROM email_code WHERE id IN (SELECT id FROM email_code WHERE created_ms < ?1 LIMIT ?2);
