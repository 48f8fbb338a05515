-- Rates of tax that sellers and the desk have entered.

-- :name tax_rate_insert
INSERT INTO tax_rate (id, hsn, seller, from_ms, upto_minor, bps, proof, person, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- :name tax_rate_on
SELECT hsn, seller, from_ms, upto_minor, bps, proof FROM tax_rate
WHERE seller = ?1 AND hsn IN (substr(?2, 1, 2), substr(?2, 1, 4), substr(?2, 1, 6), substr(?2, 1, 8)) AND from_ms <= ?3
ORDER BY length(hsn) DESC, from_ms DESC, CASE WHEN upto_minor = 0 THEN 1 ELSE 0 END, upto_minor, id DESC;

-- :name tax_rate_rows
SELECT hsn, seller, from_ms, upto_minor, bps, proof FROM tax_rate WHERE seller = ?1 ORDER BY id DESC LIMIT ?2;

-- :name tax_headings
SELECT DISTINCT hsn, seller FROM product WHERE ?1 = '' OR seller = ?1 ORDER BY hsn, seller LIMIT ?2;
