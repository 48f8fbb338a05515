-- Papers: head and lines, in the order of the members of paper_shape and paper_line_shape (server/trade/paper_shape.c).

-- :name paper_series_next
INSERT INTO paper_series (seller, year, kind, last) VALUES (?1, ?2, ?3, 1)
ON CONFLICT (seller, year, kind) DO UPDATE SET last = paper_series.last + 1 WHERE paper_series.last < ?4 RETURNING last;

-- :name paper_insert
INSERT INTO paper (id, kind, number, state, at_ms, year, serial, seller, person, orders, child, order_number, ordered_ms, about, about_number, about_ms, reason, words,
	from_name, from_name_hi, from_status, from_line1, from_line2, from_city, from_pin, from_region, from_gstin, from_enrolment, from_iec, from_lut,
	from_ad_code, to_name, to_gstin, to_line1, to_line2, to_city, to_state, to_pin, to_country, supply_region, tax, reverse_charge, currency, gross_minor,
	discount_minor, taxable_minor, cgst_minor, sgst_minor, igst_minor, total_minor, weight_g)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32,
	?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41, ?42, ?43, ?44, ?45, ?46, ?47, ?48, ?49, ?50, ?51);

-- :name paper_line_insert
INSERT INTO paper_line (product, maker, maker_en, maker_hi, name_en, name_hi, hsn, quantity, unit, uqc, price_minor, gross_minor, discount_minor, taxable_minor, bps,
	cgst_minor, sgst_minor, igst_minor, weight_g, paper, place)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21);

-- :name paper_by_id
SELECT id, kind, number, state, at_ms, year, serial, seller, person, orders, child, order_number, ordered_ms, about, about_number, about_ms, reason, words,
	from_name, from_name_hi, from_status, from_line1, from_line2, from_city, from_pin, from_region, from_gstin, from_enrolment, from_iec, from_lut,
	from_ad_code, to_name, to_gstin, to_line1, to_line2, to_city, to_state, to_pin, to_country, supply_region, tax, reverse_charge, currency, gross_minor,
	discount_minor, taxable_minor, cgst_minor, sgst_minor, igst_minor, total_minor, weight_g
FROM paper WHERE id = ?1;

-- :name paper_lines
SELECT product, maker, maker_en, maker_hi, name_en, name_hi, hsn, quantity, unit, uqc, price_minor, gross_minor, discount_minor, taxable_minor, bps,
	cgst_minor, sgst_minor, igst_minor, weight_g FROM paper_line WHERE paper = ?1 ORDER BY place;

-- :name paper_of_child
SELECT id FROM paper WHERE child = ?1 AND kind = ?2 AND state = 'issued';

-- :name paper_of_order
SELECT id, kind, number, state, at_ms, total_minor, currency, seller, child FROM paper WHERE orders = ?1 ORDER BY id;

-- :name paper_of_seller
SELECT id, kind, number, state, at_ms, total_minor, currency, seller, child FROM paper
WHERE id < ?1 AND id IN (SELECT id FROM paper WHERE seller = ?3 UNION SELECT paper FROM paper_line WHERE maker = ?3) ORDER BY id DESC LIMIT ?2;

-- :name paper_makes_line
SELECT 1 FROM paper_line WHERE paper = ?1 AND maker = ?2 LIMIT 1;

-- :name paper_cancel
UPDATE paper SET state = 'cancelled' WHERE id = ?1 AND state = 'issued';

-- :name paper_cancelled_insert
INSERT INTO paper_cancelled (paper, person, reason, at_ms) VALUES (?1, ?2, ?3, ?4);

-- :name paper_gaps
SELECT count(*) FROM (
	SELECT s.seller FROM paper_series s LEFT JOIN paper p ON p.seller = s.seller AND p.year = s.year AND p.kind = s.kind
	GROUP BY s.seller, s.year, s.kind, s.last HAVING count(p.id) <> s.last OR max(p.serial) <> s.last
);

-- :name paper_child
SELECT supply_region FROM order_child WHERE id = ?1;

-- :name paper_weight
SELECT COALESCE(NULLIF(v.weight_g, 0), p.weight_g) * l.quantity
FROM order_line l JOIN product p ON p.id = l.product LEFT JOIN product_variant v ON v.id = l.variant WHERE l.id = ?1;

-- :name seller_place_by_seller
SELECT line1, line2, city, pin, ad_code FROM seller_place WHERE seller = ?1;

-- :name seller_place_put
INSERT INTO seller_place (seller, line1, line2, city, pin, ad_code, person, changed_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (seller) DO UPDATE SET line1 = excluded.line1, line2 = excluded.line2, city = excluded.city, pin = excluded.pin, ad_code = excluded.ad_code,
	person = excluded.person, changed_ms = excluded.changed_ms;

-- :name seller_district
SELECT name_en FROM (
	SELECT 1 AS rank, d.name_en FROM seller s JOIN booth b ON b.id = s.booth JOIN district d ON d.code = b.district WHERE s.id = ?1
	UNION ALL SELECT 2, d.name_en FROM product p JOIN district d ON d.code = p.district WHERE p.seller = ?1
) AS found ORDER BY rank, name_en LIMIT 1;
