-- The second factor of those who work here.

-- :name second_factor_find
SELECT secret, last_step, since_ms FROM second_factor WHERE person = ?1;

-- :name second_factor_put
INSERT INTO second_factor (person, secret, last_step, since_ms) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step, since_ms = excluded.since_ms;

-- :name second_factor_step
UPDATE second_factor SET last_step = ?2 WHERE person = ?1 AND last_step < ?2;

-- :name second_factor_drop
DELETE FROM second_factor WHERE person = ?1;

-- :name second_factor_offer_put
INSERT INTO second_factor_offer (person, secret, tries, expires_ms) VALUES (?1, ?2, 0, ?3)
ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, tries = 0, expires_ms = excluded.expires_ms;

-- :name second_factor_offer_try
UPDATE second_factor_offer SET tries = tries + 1 WHERE person = ?1 AND tries < CAST(?2 AS BIGINT) AND expires_ms > ?3 RETURNING secret;

-- :name second_factor_offer_drop
DELETE FROM second_factor_offer WHERE person = ?1;

-- :name second_factor_offer_sweep
DELETE FROM second_factor_offer WHERE person IN (SELECT person FROM second_factor_offer WHERE expires_ms <= ?1 LIMIT ?2);

-- :name recovery_code_insert
INSERT INTO recovery_code (code_hash, person) VALUES (?1, ?2);

-- :name recovery_code_use
UPDATE recovery_code SET used_ms = ?3 WHERE code_hash = ?1 AND person = ?2 AND used_ms = 0;

-- :name recovery_code_left
SELECT count(*) FROM recovery_code WHERE person = ?1 AND used_ms = 0;

-- :name recovery_code_drop
DELETE FROM recovery_code WHERE person = ?1;

-- :name second_step_put
INSERT INTO second_step (browser, person, tries, expires_ms) VALUES (?1, ?2, 0, ?3)
ON CONFLICT (browser) DO UPDATE SET person = excluded.person, tries = 0, expires_ms = excluded.expires_ms;

-- :name second_step_find
SELECT person FROM second_step WHERE browser = ?1 AND tries < CAST(?2 AS BIGINT) AND expires_ms > ?3;

-- :name second_step_try
UPDATE second_step SET tries = tries + 1 WHERE browser = ?1 AND tries < CAST(?2 AS BIGINT) AND expires_ms > ?3 RETURNING person;

-- :name second_step_drop
DELETE FROM second_step WHERE person = ?1;

-- :name second_step_sweep
DELETE FROM second_step WHERE browser IN (SELECT browser FROM second_step WHERE expires_ms <= ?1 LIMIT ?2);
