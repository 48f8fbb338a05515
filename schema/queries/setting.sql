-- :name setting_put
INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value;
-- :name setting_get
SELECT value FROM setting WHERE name = ?1;

-- What every notice asks: which carriers there are, and where the pages are.
-- :name setting_notice
SELECT COALESCE((SELECT value FROM setting WHERE name = 'notice.carriers'), ''), COALESCE((SELECT value FROM setting WHERE name = 'notice.origin'), '');

-- :name setting_count
SELECT count(*) FROM setting;
