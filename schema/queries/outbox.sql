-- What is to leave the house.

-- :name outbox_insert
INSERT INTO outbox (id, kind, recipient, subject, body, due_ms, created_ms, notice, about, person, prefix)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- :name outbox_claim
UPDATE outbox SET due_ms = ?3, tries = tries + 1, claimed = 1
WHERE id = (SELECT id FROM outbox WHERE state = 'due' AND kind = ?1 AND due_ms <= ?2 ORDER BY due_ms, id LIMIT 1) AND state = 'due'
RETURNING id, recipient, subject, body, tries, notice;

-- :name outbox_release
UPDATE outbox SET due_ms = ?1, claimed = 0 WHERE claimed = 1 AND state = 'due';

-- :name outbox_to_number
SELECT count(*) FROM outbox WHERE recipient = ?1 AND created_ms > ?2 AND kind IN ('sms', 'whatsapp');

-- :name outbox_next_due
SELECT due_ms FROM outbox WHERE state = 'due' AND kind = ?1 ORDER BY due_ms LIMIT 1;

-- :name outbox_sent
UPDATE outbox SET state = 'sent', claimed = 0, error = '', settled_ms = ?2, carrier_ref = ?3, body = CASE WHEN kind IN ('sms', 'whatsapp') THEN body ELSE '' END
WHERE id = ?1 AND state = 'due';

-- :name outbox_tries
SELECT tries FROM outbox WHERE id = ?1 AND state = 'due';

-- :name outbox_retry
UPDATE outbox SET due_ms = ?2, error = ?3, claimed = 0 WHERE id = ?1 AND state = 'due';

-- :name outbox_give_up
UPDATE outbox SET state = 'failed', claimed = 0, error = ?2, settled_ms = ?3 WHERE id = ?1 AND state = 'due';

-- :name outbox_delivered
UPDATE outbox SET state = 'delivered', error = '', body = '', settled_ms = ?2 WHERE id = ?1 AND kind IN ('sms', 'whatsapp') AND state <> 'delivered';

-- :name outbox_not_delivered
UPDATE outbox SET state = 'failed', error = ?3, settled_ms = ?2 WHERE id = ?1 AND kind IN ('sms', 'whatsapp') AND state IN ('due', 'sent');

-- :name outbox_again
UPDATE outbox SET state = 'due', tries = 0, due_ms = ?2, error = '' WHERE id = ?1 AND state = 'failed';

-- :name outbox_failed
SELECT id, kind, recipient, notice, error, tries, created_ms, settled_ms, about, state FROM outbox WHERE state = 'failed' AND id < ?1 ORDER BY id DESC LIMIT ?2;

-- :name outbox_about
SELECT id, kind, recipient, notice, error, tries, created_ms, settled_ms, about, state FROM outbox WHERE about = ?1 ORDER BY id LIMIT ?2;

-- :name outbox_counts
SELECT state, count(*) FROM outbox GROUP BY state;

-- :name outbox_sweep
DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state <> 'due' AND settled_ms < ?1 LIMIT ?2);
