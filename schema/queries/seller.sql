-- Sellers: who they are, their life, their tax standing and their principals.

-- :name seller_insert
INSERT INTO seller (id, name, name_hi, gstin, country, state, region, booth, demo, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- :name seller_by_id
SELECT id, name, name_hi, gstin, country, state, region, booth, demo, created_ms FROM seller WHERE id = ?1;

-- :name seller_by_booth
SELECT id FROM seller WHERE booth = ?1 AND state <> 'closed' ORDER BY id LIMIT 1;

-- :name seller_list
SELECT id, name, name_hi, gstin, country, state, region, booth, demo, created_ms FROM seller
WHERE id < ?1 AND (?2 = '' OR state = ?2) ORDER BY id DESC LIMIT ?3;

-- :name seller_set_state
UPDATE seller SET state = ?3 WHERE id = ?1 AND state = ?2;

-- :name seller_set_gstin
UPDATE seller SET gstin = ?2 WHERE id = ?1;

-- :name seller_move_insert
INSERT INTO seller_move (id, seller, state, person, note, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- :name seller_moves
SELECT m.state, m.note, m.at_ms, COALESCE(p.name, '') FROM seller_move m LEFT JOIN person p ON p.id = m.person WHERE m.seller = ?1 ORDER BY m.id DESC LIMIT ?2;

-- :name seller_form_insert
INSERT INTO seller_form (seller, phone, pehchan, pan, ifsc, account, upi, claim, claim_number, person, created_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- How a closed seller is reached and paid, once nothing lies in its accounts; PAN and registrations stay with the papers that they stand on.
-- :name seller_form_sweep
UPDATE seller_form SET phone = '', pehchan = '', ifsc = '', account = '', upi = '' WHERE seller IN (
	SELECT s.id FROM seller s JOIN seller_form f ON f.seller = s.id
	WHERE s.state = 'closed' AND f.phone || f.pehchan || f.ifsc || f.account || f.upi <> '' AND (SELECT max(m.at_ms) FROM seller_move m WHERE m.seller = s.id) < ?1
		AND NOT EXISTS (SELECT 1 FROM account a WHERE a.balance_minor <> 0
			AND (a.name IN ('seller:' || s.id, 'tax:cgst:' || s.id, 'tax:sgst:' || s.id, 'tax:igst:' || s.id, 'transit:' || s.id)
				OR (a.name >= 'maker:' || s.id || ':' AND a.name < 'maker:' || s.id || ';'))) LIMIT ?2);

-- :name seller_form_by_seller
SELECT phone, pehchan, pan, ifsc, account, upi, claim, claim_number FROM seller_form WHERE seller = ?1;

-- :name seller_tax_insert
INSERT INTO seller_tax (id, seller, kind, number, from_ms, until_ms, proof, person, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- :name seller_tax_cut
UPDATE seller_tax SET until_ms = ?3 WHERE id = ?1 AND seller = ?2;

-- :name seller_tax_rows
SELECT id, kind, number, from_ms, until_ms, proof FROM seller_tax WHERE seller = ?1 ORDER BY from_ms DESC, id DESC LIMIT ?2;

-- :name seller_tax_on
SELECT kind FROM seller_tax WHERE seller = ?1 AND from_ms <= ?2 AND (until_ms = 0 OR until_ms > ?2);

-- :name seller_link_insert
INSERT INTO seller_link (id, seller, principal, from_ms, until_ms, person, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- :name seller_link_cut
UPDATE seller_link SET until_ms = ?2 WHERE seller = ?1 AND from_ms <= ?2 AND (until_ms = 0 OR until_ms > ?2);

-- :name seller_link_later
SELECT 1 FROM seller_link WHERE seller = ?1 AND from_ms >= ?2 AND (CAST(?3 AS BIGINT) = 0 OR from_ms < ?3) AND (until_ms = 0 OR until_ms > from_ms) LIMIT 1;

-- :name seller_is_principal
SELECT 1 FROM seller_link WHERE principal = ?1 AND (until_ms = 0 OR until_ms > ?2) LIMIT 1;

-- :name seller_is_linked
SELECT 1 FROM seller_link WHERE seller = ?1 AND (until_ms = 0 OR (until_ms > ?2 AND until_ms > from_ms)) LIMIT 1;

-- :name seller_links
SELECT l.principal, p.name, p.name_hi, l.from_ms, l.until_ms FROM seller_link l JOIN seller p ON p.id = l.principal
WHERE l.seller = ?1 ORDER BY l.from_ms DESC, l.id DESC LIMIT ?2;

-- :name seller_principal_on
SELECT principal FROM seller_link WHERE seller = ?1 AND from_ms <= ?2 AND (until_ms = 0 OR until_ms > ?2) ORDER BY from_ms DESC LIMIT 1;
