-- What describes a product: variants, tiers, photos, versions, drafts.

-- A product that was just made is at version 0 for this statement alone; ?29 and ?30 are kept as they are when empty.
-- :name product_describe
UPDATE product SET version = CASE WHEN CAST(?2 AS BIGINT) = 0 THEN 1 ELSE version + 1 END, name_en = ?3, name_hi = ?4, about_en = ?5, about_hi = ?6, district = ?7,
	category = ?8, price_minor = ?9, unit = ?10, moq = ?11, lead_days = ?12, made_to_order = ?13, hsn = ?14, gi = ?15, grade = ?16, sku = ?17, line = ?18,
	one_of_a_kind = ?19, weight_g = ?20, length_mm = ?21, width_mm = ?22, height_mm = ?23, gi_user = ?24, fssai = ?25, cites = ?26, export_held = ?27,
	changed_ms = ?28, state = CASE WHEN ?29 = '' THEN state ELSE ?29 END, batch = CASE WHEN ?30 = '' THEN batch ELSE ?30 END
WHERE id = ?1 AND (version = CAST(?2 AS BIGINT) OR CAST(?2 AS BIGINT) = 0);

-- :name product_move
UPDATE product SET state = ?3, approved_version = CASE WHEN CAST(?4 AS BIGINT) = 1 THEN version ELSE approved_version END, changed_ms = ?5 WHERE id = ?1 AND state = ?2;

-- :name product_sum_stock
UPDATE product SET stock = (SELECT COALESCE(sum(v.stock), 0) FROM product_variant v WHERE v.product = ?1 AND v.gone = 0) WHERE id = ?1;

-- :name variant_count
SELECT count(*) FROM product_variant WHERE product = ?1 AND gone = 0;

-- :name variant_unplace
UPDATE product_variant SET place = -1 WHERE product = ?1 AND gone = 0;

-- :name variant_describe
UPDATE product_variant SET place = ?3, name_en = ?4, name_hi = ?5, extra_minor = ?6, weight_g = ?7, stock = stock + CAST(?8 AS BIGINT)
WHERE product = ?1 AND sku = ?2 AND gone = 0 RETURNING 1;

-- :name variant_drop
UPDATE product_variant SET gone = 1 WHERE product = ?1 AND gone = 0 AND place = -1;

-- :name tier_clear
DELETE FROM product_tier WHERE product = ?1;

-- :name product_photo_clear
DELETE FROM product_photo WHERE product = ?1;

-- :name product_photo_insert
INSERT INTO product_photo (product, place, photo) VALUES (?1, ?2, ?3);

-- :name product_photo_list
SELECT photo FROM product_photo WHERE product = ?1 ORDER BY place;

-- :name photo_exists
SELECT 1 FROM photo WHERE hash = ?1;

-- :name photo_insert
INSERT INTO photo (hash, width, height, bytes, person, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (hash) DO NOTHING;

-- :name photo_of_person
SELECT count(*) FROM photo WHERE person = ?1 AND created_ms > ?2;

-- :name photo_sum_of_person
SELECT count(*), coalesce(sum(bytes), 0) FROM photo WHERE person = ?1;

-- :name product_version_insert
INSERT INTO product_version (product, version, document, person, at_ms) SELECT id, version, ?2, ?3, ?4 FROM product WHERE id = ?1;

-- :name product_version_sweep
DELETE FROM product_version WHERE product = ?1 AND version <= (SELECT version FROM product WHERE id = ?1) - CAST(?2 AS BIGINT);

-- :name product_version_by_number
SELECT document FROM product_version WHERE product = ?1 AND version = ?2;

-- :name product_version_list
SELECT v.version, v.at_ms, COALESCE(p.name, '') FROM product_version v LEFT JOIN person p ON p.id = v.person WHERE v.product = ?1 ORDER BY v.version DESC;

-- :name draft_count
SELECT count(*) FROM product_draft WHERE booth = ?1;

-- :name draft_insert
INSERT INTO product_draft (id, booth, document, person, broadcast, created_ms, changed_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6);

-- :name draft_change
UPDATE product_draft SET document = ?3, changed_ms = ?4 WHERE id = ?1 AND booth = ?2;

-- :name draft_delete
DELETE FROM product_draft WHERE id = ?1 AND booth = ?2;

-- :name draft_list
SELECT id, booth, broadcast, document, changed_ms FROM product_draft WHERE booth = ?1 ORDER BY id DESC;

-- For the maker and the desk: whatever their state; `changed` asks for those that the desk has not looked at since.
-- :name product_shelf
SELECT p.*, COALESCE(f.price_minor, 0), COALESCE(f.ends_ms, 0), COALESCE(f.remaining, 0),
	COALESCE((SELECT min(h.until_ms) FROM hold h WHERE h.product = p.id AND h.state = 'held'), 0) FROM product_row p
LEFT JOIN flash f ON f.product = p.id AND f.starts_ms <= ?1 AND f.ends_ms > ?1 AND f.remaining > 0
WHERE p.id < ?2 AND (?3 = '' OR p.booth = ?3) AND (?4 = '' OR p.state = ?4) AND (?5 = '' OR p.name_en LIKE '%' || ?5 || '%' OR p.name_hi LIKE '%' || ?5 || '%' OR p.sku = ?5)
	AND (CAST(?6 AS BIGINT) = 0 OR p.version > p.approved_version)
	AND (p.batch = '' OR EXISTS (SELECT 1 FROM import_batch i WHERE i.id = p.batch AND i.state = 'done'))
ORDER BY p.id DESC LIMIT ?7;
