-- Messages of partners.

-- :name hook_event_insert
INSERT INTO hook_event (partner, event, body_hash, at_ms) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (partner, event) DO NOTHING;

-- :name hook_event_hash
SELECT body_hash FROM hook_event WHERE partner = ?1 AND event = ?2;

-- :name hook_event_sweep
DELETE FROM hook_event WHERE (partner, event) IN (SELECT partner, event FROM hook_event WHERE at_ms < ?1 ORDER BY at_ms LIMIT ?2);
