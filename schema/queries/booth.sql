-- Booths, their slots and their broadcasts.

-- :name booth_insert
INSERT INTO booth (id, fair, hall, slug, name_en, name_hi, artisan_en, artisan_hi, about_en, about_hi, district, category, languages, publish_token, artisan, created_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16);

-- :name booth_slug_taken
SELECT 1 FROM booth WHERE slug = ?1;

-- :name booth_update
UPDATE booth SET name_en = ?2, name_hi = ?3, artisan_en = ?4, artisan_hi = ?5, about_en = ?6, about_hi = ?7, district = ?8, category = ?9, languages = ?10 WHERE id = ?1;

-- :name booth_by_id
SELECT b.id, b.fair, b.slug, b.name_en, b.name_hi, b.artisan_en, b.artisan_hi, b.about_en, b.about_hi, b.district, d.name_en, d.name_hi, b.category,
	b.languages, b.publish_token, b.artisan, b.slow_s, b.seq, b.epoch
FROM booth b JOIN district d ON d.code = b.district WHERE b.id = ?1;

-- :name booth_artisan
SELECT artisan FROM booth WHERE id = ?1;

-- :name booth_by_slug
SELECT b.id, b.fair, b.slug, b.name_en, b.name_hi, b.artisan_en, b.artisan_hi, b.about_en, b.about_hi, b.district, d.name_en, d.name_hi, b.category,
	b.languages, b.publish_token, b.artisan, b.slow_s, b.seq, b.epoch
FROM booth b JOIN district d ON d.code = b.district WHERE b.slug = ?1;

-- :name booth_list
SELECT b.id, b.fair, b.slug, b.name_en, b.name_hi, b.artisan_en, b.artisan_hi, b.about_en, b.about_hi, b.district, d.name_en, d.name_hi, b.category,
	b.languages, b.publish_token, b.artisan, b.slow_s, b.seq, b.epoch
FROM booth b JOIN district d ON d.code = b.district
WHERE b.fair = ?1 AND b.slug > ?2 AND (?3 = '' OR b.district = ?3) AND (?4 = '' OR b.category = ?4)
ORDER BY b.slug LIMIT ?5;

-- :name booth_set_slow
UPDATE booth SET slow_s = ?2 WHERE id = ?1;

-- :name slot_insert
INSERT INTO slot (id, booth, begins_ms, ends_ms, created_ms)
SELECT ?1, ?2, CAST(?3 AS BIGINT), CAST(?4 AS BIGINT), CAST(?5 AS BIGINT)
WHERE NOT EXISTS (SELECT 1 FROM slot WHERE booth = ?2 AND begins_ms < CAST(?4 AS BIGINT) AND ends_ms > CAST(?3 AS BIGINT));

-- :name slot_delete
DELETE FROM slot WHERE id = ?1;

-- :name slot_next
SELECT s.id, s.booth, b.slug, b.name_en, b.name_hi, s.begins_ms, s.ends_ms FROM slot s JOIN booth b ON b.id = s.booth
WHERE s.booth = ?1 AND s.ends_ms > ?2 ORDER BY s.begins_ms LIMIT 1;

-- :name slot_of_booth
SELECT s.id, s.booth, b.slug, b.name_en, b.name_hi, s.begins_ms, s.ends_ms FROM slot s JOIN booth b ON b.id = s.booth
WHERE s.booth = ?1 AND s.ends_ms > ?2 ORDER BY s.begins_ms LIMIT ?3;

-- :name slot_of_fair
SELECT s.id, s.booth, b.slug, b.name_en, b.name_hi, s.begins_ms, s.ends_ms FROM slot s JOIN booth b ON b.id = s.booth
WHERE b.fair = ?1 AND s.ends_ms > ?2 ORDER BY s.begins_ms, s.id LIMIT ?3;

-- :name broadcast_insert
INSERT INTO broadcast (id, booth, epoch, began_ms) VALUES (?1, ?2, ?3, ?4);

-- :name broadcast_resume
UPDATE broadcast SET away_ms = 0, resumed = resumed + 1 WHERE id = ?1 AND ended_ms = 0;

-- :name broadcast_away
UPDATE broadcast SET away_ms = ?2 WHERE id = ?1 AND ended_ms = 0 AND away_ms = 0;

-- :name broadcast_end
UPDATE broadcast SET ended_ms = ?2 WHERE id = ?1 AND ended_ms = 0;

-- :name broadcast_open_of
SELECT id, booth, epoch, began_ms, away_ms, ended_ms, resumed FROM broadcast WHERE booth = ?1 AND ended_ms = 0;

-- :name broadcast_open_all
SELECT id, booth, epoch, began_ms, away_ms, ended_ms, resumed FROM broadcast WHERE ended_ms = 0;
