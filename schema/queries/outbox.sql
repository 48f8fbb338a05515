-- What is to leave the house.

-- :name outbox_insert
INSERT INTO outbox (id, kind, recipient, subject, body, due_ms, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6);

-- :name outbox_claim
UPDATE outbox SET due_ms = ?2, tries = tries + 1
WHERE id = (SELECT id FROM outbox WHERE state = 'due' AND due_ms <= ?1 ORDER BY due_ms, id LIMIT 1) AND state = 'due'
RETURNING id, kind, recipient, subject, body, tries;

-- :name outbox_next_due
SELECT due_ms FROM outbox WHERE state = 'due' ORDER BY due_ms LIMIT 1;

-- :name outbox_sent
UPDATE outbox SET state = 'sent', body = '', error = '' WHERE id = ?1 AND state = 'due';

-- :name outbox_tries
SELECT tries FROM outbox WHERE id = ?1 AND state = 'due';

-- :name outbox_retry
UPDATE outbox SET due_ms = ?2, error = ?3 WHERE id = ?1 AND state = 'due';

-- :name outbox_give_up
UPDATE outbox SET state = 'failed', error = ?2 WHERE id = ?1 AND state = 'due';

-- :name outbox_counts
SELECT state, count(*) FROM outbox GROUP BY state;
