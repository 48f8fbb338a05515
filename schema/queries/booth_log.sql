-- The booth log, and what a booth is rebuilt from.

-- :name booth_log_seq_next
UPDATE booth SET seq = seq + 1 WHERE id = ?1 AND epoch = ?2;

-- :name booth_log_seq
SELECT seq FROM booth WHERE id = ?1;

-- :name booth_log_insert
INSERT INTO booth_log (booth, seq, epoch, at_ms, broadcast, media_us, kind, version, actor, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- :name booth_log_since
SELECT seq, at_ms, broadcast, media_us, kind, version, actor, payload, redacted_ms FROM booth_log WHERE booth = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3;

-- :name booth_log_last
SELECT seq FROM booth_log WHERE booth = ?1 ORDER BY seq DESC LIMIT 1;

-- :name booth_log_tail
SELECT seq, at_ms, broadcast, media_us, kind, version, actor, payload, redacted_ms FROM
	(SELECT seq, at_ms, broadcast, media_us, kind, version, actor, payload, redacted_ms FROM booth_log WHERE booth = ?1 ORDER BY seq DESC LIMIT ?2) AS newest
ORDER BY seq;

-- :name booth_log_row
SELECT seq, at_ms, broadcast, media_us, kind, version, actor, payload, redacted_ms FROM booth_log WHERE booth = ?1 AND seq = ?2;

-- :name booth_log_redact
UPDATE booth_log SET payload = ?3, redacted_ms = ?4 WHERE booth = ?1 AND seq = ?2 AND redacted_ms = 0;

-- :name booth_log_redact_about
UPDATE booth_log SET payload = ?6, redacted_ms = ?7
WHERE booth = ?1 AND actor = ?2 AND actor <> '' AND kind = ?3 AND seq > ?4 AND substr(payload, 1, length(?5)) = ?5 AND redacted_ms = 0;

-- :name pin_insert
INSERT INTO pin (booth, product, pinned_ms) SELECT ?1, ?2, CAST(?3 AS BIGINT)
WHERE (SELECT count(*) FROM pin WHERE booth = ?1 AND product <> ?2) < CAST(?4 AS BIGINT)
ON CONFLICT (booth, product) DO NOTHING;

-- :name pin_is
SELECT 1 FROM pin WHERE booth = ?1 AND product = ?2;

-- :name pin_delete
DELETE FROM pin WHERE booth = ?1 AND product = ?2;

-- :name pin_list
SELECT product FROM pin WHERE booth = ?1 ORDER BY pinned_ms, product;

-- :name mute_put
INSERT INTO mute (booth, person, until_ms, made_by) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (booth, person) DO UPDATE SET until_ms = excluded.until_ms, made_by = excluded.made_by;

-- :name mute_delete
DELETE FROM mute WHERE booth = ?1 AND person = ?2;

-- :name mute_list
SELECT person, until_ms FROM mute WHERE booth = ?1 AND until_ms > ?2;

-- :name mute_until
SELECT until_ms FROM mute WHERE booth = ?1 AND person = ?2 AND until_ms > ?3;

-- :name booth_log_last_by
SELECT at_ms FROM booth_log WHERE booth = ?1 AND actor = ?2 AND actor <> '' AND kind = ?3 ORDER BY seq DESC LIMIT 1;
