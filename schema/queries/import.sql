-- Tables of products on their way in.

-- :name import_insert
INSERT INTO import_batch (id, booth, person, kind, file, state, created_ms, changed_ms, listed) VALUES (?1, ?2, ?3, ?4, ?5, 'reading', ?6, ?6, ?7);

-- :name import_by_id
SELECT id, booth, person, kind, file, state, rows_total, rows_done, problems, photos, created_ms, products, listed, (SELECT count(*) FROM import_photo_fault f WHERE f.batch = import_batch.id) FROM import_batch WHERE id = ?1;

-- :name import_open
SELECT id, booth, person, kind, file, state, rows_total, rows_done, problems, photos, created_ms, products, listed, (SELECT count(*) FROM import_photo_fault f WHERE f.batch = import_batch.id) FROM import_batch WHERE state IN ('reading', 'staging') AND changed_ms < CAST(?1 AS BIGINT) LIMIT 1;

-- :name import_list
SELECT id, booth, person, kind, file, state, rows_total, rows_done, problems, photos, created_ms, products, listed, (SELECT count(*) FROM import_photo_fault f WHERE f.batch = import_batch.id) FROM import_batch WHERE booth = ?1 ORDER BY id DESC LIMIT 20;

-- :name import_move
UPDATE import_batch SET state = ?3, rows_total = ?4, rows_done = ?5, problems = ?6, changed_ms = ?7, products = ?8 WHERE id = ?1 AND state = ?2;

-- :name import_progress
UPDATE import_batch SET rows_done = ?2, changed_ms = ?3 WHERE id = ?1;

-- :name import_problem_clear
DELETE FROM import_problem WHERE batch = ?1;

-- :name import_problem_put
INSERT INTO import_problem (batch, row_number, col_number, field, code, cell) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (batch, row_number, col_number) DO NOTHING;

-- :name import_problem_list
SELECT row_number, col_number, field, code, cell FROM import_problem WHERE batch = ?1 ORDER BY row_number, col_number LIMIT ?2;

-- :name import_photo_put
INSERT INTO import_photo (batch, name, photo) VALUES (?1, ?2, ?3) ON CONFLICT (batch, name) DO UPDATE SET photo = excluded.photo;

-- :name import_photo_count
UPDATE import_batch SET photos = (SELECT count(*) FROM import_photo p WHERE p.batch = ?1) WHERE id = ?1;

-- :name import_photo_find
SELECT photo FROM import_photo WHERE batch = ?1 AND name = ?2;

-- :name import_photo_fault_put
INSERT INTO import_photo_fault (batch, name, code) VALUES (?1, ?2, ?3) ON CONFLICT (batch, name) DO UPDATE SET code = excluded.code;

-- :name import_photo_fault_drop
DELETE FROM import_photo_fault WHERE batch = ?1 AND name = ?2;

-- :name import_photo_fault_find
SELECT 1 FROM import_photo_fault WHERE batch = ?1 AND name = ?2;

-- :name import_photo_fault_list
SELECT name, code FROM import_photo_fault WHERE batch = ?1 ORDER BY name LIMIT ?2;

-- :name import_staged
SELECT id FROM product WHERE batch = ?1 AND batch <> '' LIMIT ?2;

-- :name product_sku_taken
SELECT 1 FROM product WHERE seller = ?1 AND sku = ?2;

-- :name product_drop
DELETE FROM product WHERE id = ?1;

-- :name product_version_drop
DELETE FROM product_version WHERE product = ?1;

-- :name variant_delete
DELETE FROM product_variant WHERE product = ?1;
