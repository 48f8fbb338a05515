-- :name sign_in_failure_find
SELECT failures, last_ms FROM sign_in_failure WHERE account = ?1 AND last_ms > ?2;

-- :name sign_in_failure_add
INSERT INTO sign_in_failure (account, failures, last_ms) VALUES (?1, 1, ?2)
ON CONFLICT (account) DO UPDATE SET failures = CASE WHEN sign_in_failure.last_ms > ?3 THEN sign_in_failure.failures + 1 ELSE 1 END, last_ms = excluded.last_ms;

-- :name sign_in_failure_forget
DELETE FROM sign_in_failure WHERE account = ?1;

-- :name sign_in_failure_sweep
DELETE FROM sign_in_failure WHERE account IN (SELECT account FROM sign_in_failure WHERE last_ms < ?1 LIMIT ?2);
