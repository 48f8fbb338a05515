-- Enquiries, their threads and leads; keys that make a retry harmless.

-- :name idempotency_find
SELECT request_hash, status, body FROM idempotency WHERE person = ?1 AND key = ?2;

-- :name idempotency_put
INSERT INTO idempotency (person, key, request_hash, status, body, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- :name idempotency_sweep
DELETE FROM idempotency WHERE (person, key) IN (SELECT person, key FROM idempotency WHERE created_ms < ?1 LIMIT ?2);

-- :name idempotency_adopt
UPDATE idempotency SET person = ?2 WHERE person = ?1
	AND NOT EXISTS (SELECT 1 FROM idempotency o WHERE o.person = ?2 AND o.key = idempotency.key);

-- :name enquiry_insert
INSERT INTO enquiry (id, person, booth, product, quantity, unit, country, note, lang, name, email, state, broadcast, media_us, estimated, line_seq, created_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'open', ?12, ?13, ?14, ?15, ?16);

-- :name enquiry_by_id
SELECT e.id, e.person, e.booth, b.slug, b.name_en, b.name_hi, e.product, e.quantity, e.unit, e.country, e.note, e.lang, e.name, p.email_confirmed, e.state,
	e.lead, e.orders, e.broadcast, e.media_us, e.estimated, e.line_seq, e.created_ms
FROM enquiry e JOIN booth b ON b.id = e.booth JOIN person p ON p.id = e.person WHERE e.id = ?1;

-- Lists go newest first, behind the id ?1 ('~' is behind all); one statement for each way in, so that each has its index.
-- :name enquiry_all
SELECT e.id, e.person, e.booth, b.slug, b.name_en, b.name_hi, e.product, e.quantity, e.unit, e.country, e.note, e.lang, e.name, p.email_confirmed, e.state,
	e.lead, e.orders, e.broadcast, e.media_us, e.estimated, e.line_seq, e.created_ms
FROM enquiry e JOIN booth b ON b.id = e.booth JOIN person p ON p.id = e.person
WHERE e.id < ?1 AND (?2 = '' OR e.state = ?2) ORDER BY e.id DESC LIMIT ?3;

-- :name enquiry_of_person
SELECT e.id, e.person, e.booth, b.slug, b.name_en, b.name_hi, e.product, e.quantity, e.unit, e.country, e.note, e.lang, e.name, p.email_confirmed, e.state,
	e.lead, e.orders, e.broadcast, e.media_us, e.estimated, e.line_seq, e.created_ms
FROM enquiry e JOIN booth b ON b.id = e.booth JOIN person p ON p.id = e.person
WHERE e.person = ?4 AND e.id < ?1 AND (?2 = '' OR e.state = ?2) ORDER BY e.id DESC LIMIT ?3;

-- :name enquiry_of_booth
SELECT e.id, e.person, e.booth, b.slug, b.name_en, b.name_hi, e.product, e.quantity, e.unit, e.country, e.note, e.lang, e.name, p.email_confirmed, e.state,
	e.lead, e.orders, e.broadcast, e.media_us, e.estimated, e.line_seq, e.created_ms
FROM enquiry e JOIN booth b ON b.id = e.booth JOIN person p ON p.id = e.person
WHERE e.booth = ?4 AND e.id < ?1 AND (?2 = '' OR e.state = ?2) ORDER BY e.id DESC LIMIT ?3;

-- :name enquiry_move
UPDATE enquiry SET state = ?3 WHERE id = ?1 AND state = ?2;

-- :name enquiry_to_lead
UPDATE enquiry SET state = 'lead', lead = ?3 WHERE id = ?1 AND state = ?2 AND lead = '' AND orders = '';

-- :name enquiry_to_order
UPDATE enquiry SET state = 'order', orders = ?3 WHERE id = ?1 AND state = ?2 AND lead = '' AND orders = '';

-- :name enquiry_adopt
UPDATE enquiry SET person = ?2 WHERE person = ?1;

-- :name enquiry_message_insert
INSERT INTO enquiry_message (id, enquiry, author, person, body, phrase, lang, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- :name enquiry_message_count
SELECT count(*) FROM enquiry_message WHERE enquiry = ?1;

-- :name enquiry_message_list
SELECT m.id, m.author, m.body, m.phrase, m.lang, m.at_ms,
	(SELECT t.body FROM enquiry_translation t WHERE t.enquiry = m.enquiry AND t.message = m.id AND t.lang = 'hi'),
	(SELECT t.body FROM enquiry_translation t WHERE t.enquiry = m.enquiry AND t.message = m.id AND t.lang = 'en')
FROM enquiry_message m WHERE m.enquiry = ?1 ORDER BY m.id LIMIT ?2;

-- :name enquiry_translation_put
INSERT INTO enquiry_translation (enquiry, message, lang, body) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (enquiry, message, lang) DO UPDATE SET body = excluded.body;

-- :name enquiry_translation_note
SELECT lang, body FROM enquiry_translation WHERE enquiry = ?1 AND message = '';

-- :name lead_insert
INSERT INTO lead (id, number, enquiry, person, booth, product, quantity, unit, target_minor, currency, incoterm, destination, company, note, state, created_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 'open', ?15);

-- :name lead_move
UPDATE lead SET state = ?3 WHERE id = ?1 AND state = ?2;

-- :name lead_by_id
SELECT l.id, l.number, l.enquiry, l.person, l.booth, b.slug, l.product, COALESCE(p.name_en, ''), COALESCE(p.name_hi, ''), l.quantity, l.unit, l.target_minor,
	l.currency, l.incoterm, l.destination, l.company, l.note, e.name, w.email, e.country, l.state, e.broadcast, e.media_us, e.estimated, l.created_ms
FROM lead l JOIN booth b ON b.id = l.booth JOIN enquiry e ON e.id = l.enquiry JOIN person w ON w.id = l.person LEFT JOIN product p ON p.id = l.product
WHERE l.id = ?1;

-- :name lead_all
SELECT l.id, l.number, l.enquiry, l.person, l.booth, b.slug, l.product, COALESCE(p.name_en, ''), COALESCE(p.name_hi, ''), l.quantity, l.unit, l.target_minor,
	l.currency, l.incoterm, l.destination, l.company, l.note, e.name, w.email, e.country, l.state, e.broadcast, e.media_us, e.estimated, l.created_ms
FROM lead l JOIN booth b ON b.id = l.booth JOIN enquiry e ON e.id = l.enquiry JOIN person w ON w.id = l.person LEFT JOIN product p ON p.id = l.product
WHERE l.id < ?1 ORDER BY l.id DESC LIMIT ?2;

-- :name lead_of_person
SELECT l.id, l.number, l.enquiry, l.person, l.booth, b.slug, l.product, COALESCE(p.name_en, ''), COALESCE(p.name_hi, ''), l.quantity, l.unit, l.target_minor,
	l.currency, l.incoterm, l.destination, l.company, l.note, e.name, w.email, e.country, l.state, e.broadcast, e.media_us, e.estimated, l.created_ms
FROM lead l JOIN booth b ON b.id = l.booth JOIN enquiry e ON e.id = l.enquiry JOIN person w ON w.id = l.person LEFT JOIN product p ON p.id = l.product
WHERE l.person = ?3 AND l.id < ?1 ORDER BY l.id DESC LIMIT ?2;

-- :name lead_of_booth
SELECT l.id, l.number, l.enquiry, l.person, l.booth, b.slug, l.product, COALESCE(p.name_en, ''), COALESCE(p.name_hi, ''), l.quantity, l.unit, l.target_minor,
	l.currency, l.incoterm, l.destination, l.company, l.note, e.name, w.email, e.country, l.state, e.broadcast, e.media_us, e.estimated, l.created_ms
FROM lead l JOIN booth b ON b.id = l.booth JOIN enquiry e ON e.id = l.enquiry JOIN person w ON w.id = l.person LEFT JOIN product p ON p.id = l.product
WHERE l.booth = ?3 AND l.id < ?1 ORDER BY l.id DESC LIMIT ?2;

-- :name enquiry_count_all
SELECT count(*) FROM enquiry;
