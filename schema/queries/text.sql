-- Texts that have left (or been tried), by the digits they began with. What text_guard refused has an error that begins with "limit:".

-- :name text_prefix_count
SELECT count(*) FROM outbox WHERE prefix = ?1 AND prefix <> '' AND created_ms > ?2
	AND created_ms > COALESCE((SELECT from_ms FROM text_release WHERE prefix = ?1), 0) AND id <> ?3 AND tries > 0 AND error NOT LIKE 'limit:%';

-- :name text_count
SELECT count(*) FROM (SELECT 1 FROM outbox WHERE created_ms > ?1 AND prefix <> '' AND id <> ?2 AND tries > 0 AND error NOT LIKE 'limit:%' LIMIT ?3) AS some;

-- :name text_share
SELECT count(*), COALESCE(sum(state = 'delivered'), 0) FROM (SELECT state FROM outbox WHERE prefix = ?1 AND prefix <> '' AND created_ms <= ?2
	AND created_ms > COALESCE((SELECT from_ms FROM text_release WHERE prefix = ?1), 0) AND state <> 'due' AND tries > 0 AND error NOT LIKE 'limit:%'
	ORDER BY created_ms DESC LIMIT ?3) AS newest;

-- :name text_stops
SELECT o.prefix, o.error, count(*), max(o.settled_ms) FROM outbox o LEFT JOIN text_release s ON s.prefix = o.prefix
WHERE o.state = 'failed' AND o.prefix <> '' AND o.error LIKE 'limit:%' AND o.settled_ms > COALESCE(s.from_ms, 0)
GROUP BY o.prefix, o.error ORDER BY 4 DESC, 1 LIMIT ?1;

-- :name text_let_go
INSERT INTO text_release (prefix, from_ms) VALUES (?1, ?2) ON CONFLICT (prefix) DO UPDATE SET from_ms = excluded.from_ms;
