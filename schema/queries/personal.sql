-- What the store holds of one person, and how it is erased. Papers and books stay: the law wants them for years (docs/OPERATING.md).

-- :name personal_person
SELECT id, role, name, email, email_confirmed, lang, country, created_ms FROM person WHERE id = ?1 OR merged_into = ?1;

-- :name personal_logins
SELECT created_ms, expires_ms FROM login WHERE person = ?1;

-- That there is one, never what it is made of.
-- :name personal_second
SELECT f.since_ms, (SELECT count(*) FROM recovery_code c WHERE c.person = f.person AND c.used_ms = 0) FROM second_factor f WHERE f.person = ?1;

-- :name personal_contact
SELECT phone, lang, zone, mail, sms, whatsapp, push, quiet_from_min, quiet_until_min, changed_ms FROM contact WHERE person = ?1;

-- :name personal_changes
SELECT phone, asked_ms, holds_ms FROM contact_change WHERE person = ?1;

-- :name personal_browsers
SELECT endpoint FROM push_subscription WHERE person = ?1;

-- :name personal_consents
SELECT purpose, words, lang, given, at_ms FROM consent WHERE person = ?1 ORDER BY id;

-- :name personal_cart
SELECT product, variant, quantity, added_ms FROM cart_line WHERE person = ?1;

-- :name personal_waiting
SELECT product, variant, quantity, created_ms FROM waiting WHERE person = ?1;

-- :name personal_enquiry
SELECT id, booth, product, quantity, unit, country, note, lang, name, email, state, created_ms FROM enquiry WHERE person = ?1 ORDER BY id;

-- :name personal_messages
SELECT enquiry, body, phrase, lang, at_ms FROM enquiry_message WHERE person = ?1 OR enquiry IN (SELECT id FROM enquiry WHERE person = ?1) ORDER BY id;

-- :name personal_leads
SELECT number, product, quantity, unit, incoterm, destination, company, note, state, created_ms FROM lead WHERE person = ?1 ORDER BY id;

-- :name personal_orders
SELECT number, state, total_minor, currency, to_name, to_phone, to_line1, to_line2, to_city, to_state, to_pin, to_country, to_gstin, created_ms FROM orders WHERE person = ?1 ORDER BY id;

-- :name personal_lines
SELECT o.number, l.product, l.quantity, l.price_minor, l.currency FROM order_line l JOIN orders o ON o.id = l.orders WHERE o.person = ?1 ORDER BY l.id;

-- :name personal_payments
SELECT c.number, p.method, p.state, p.amount_minor, p.currency, p.reference, p.changed_ms
FROM orders o JOIN order_child c ON c.orders = o.id JOIN payment p ON p.child = c.id WHERE o.person = ?1 ORDER BY p.id;

-- :name personal_papers
SELECT p.kind, p.number, p.state, p.to_name, p.to_city, p.to_pin, p.total_minor, p.currency, p.at_ms FROM paper p JOIN orders o ON o.id = p.orders WHERE o.person = ?1 ORDER BY p.id;

-- :name personal_letters
SELECT kind, recipient, subject, state, created_ms FROM outbox WHERE person = ?1 OR recipient = (SELECT email FROM person WHERE id = ?1 AND email <> '') ORDER BY id;

-- :name personal_doubts
SELECT code, reason, note, at_ms FROM certificate_doubt WHERE person = ?1 ORDER BY id;

-- :name personal_withdrawn
SELECT o.number, w.at_ms, w.forgiven_ms FROM withdrawal w JOIN orders o ON o.id = w.orders WHERE w.person = ?1 ORDER BY w.at_ms;

-- What the helpline wrote down when it called about the person's wishes.
-- :name personal_calls
SELECT k.reason, t.outcome, t.note, t.at_ms FROM call_try t JOIN call_task k ON k.id = t.task
WHERE k.about IN (SELECT id FROM enquiry WHERE person = ?1)
	OR k.about IN (SELECT c.id FROM order_child c JOIN orders o ON o.id = c.orders WHERE o.person = ?1) ORDER BY t.id;

-- Which of those who work here looked at the person's contact data, and why.
-- :name personal_looks
SELECT kind, reason, at_ms FROM look WHERE whose = ?1 ORDER BY n;

-- An artisan is also the seller of its booth.
-- :name personal_seller
SELECT s.name, s.name_hi, s.state, s.region, s.created_ms FROM person p JOIN seller s ON s.booth = p.booth WHERE p.id = ?1 AND p.booth <> '';

-- :name personal_seller_form
SELECT f.phone, f.pehchan, f.pan, f.ifsc, f.account, f.upi, f.claim, f.claim_number, f.created_ms
FROM person p JOIN seller s ON s.booth = p.booth JOIN seller_form f ON f.seller = s.id WHERE p.id = ?1 AND p.booth <> '';

-- :name personal_seller_tax
SELECT t.kind, t.number, t.from_ms, t.until_ms, t.proof
FROM person p JOIN seller s ON s.booth = p.booth JOIN seller_tax t ON t.seller = s.id WHERE p.id = ?1 AND p.booth <> '' ORDER BY t.from_ms, t.id;

-- Where it is registered, and where its parcels are fetched.
-- :name personal_seller_place
SELECT 'invoice', '', '', l.line1, l.line2, l.city, l.pin, l.changed_ms
FROM person p JOIN seller s ON s.booth = p.booth JOIN seller_place l ON l.seller = s.id WHERE p.id = ?1 AND p.booth <> ''
UNION ALL SELECT 'pickup', k.name, k.phone, k.line1, k.line2, k.city, k.pin, k.changed_ms
FROM person p JOIN seller s ON s.booth = p.booth JOIN pickup_place k ON k.seller = s.id WHERE p.id = ?1 AND p.booth <> '';

-- :name personal_chat
SELECT booth, kind, payload, at_ms FROM booth_log WHERE actor = ?1 AND redacted_ms = 0 ORDER BY booth, seq;

-- :name personal_open_orders
SELECT count(*) FROM orders WHERE person = ?1 AND state NOT IN ('delivered', 'returned', 'cancelled');

-- :name personal_open_refunds
SELECT count(*) FROM orders o JOIN order_child c ON c.orders = o.id JOIN payment p ON p.child = c.id WHERE o.person = ?1 AND p.state = 'refund_due';

-- An artisan's own shop that is not closed yet, has money lying in its accounts, or something to make or on its way.
-- :name personal_open_sales
SELECT count(*) FROM person p JOIN seller s ON s.booth = p.booth WHERE p.id = ?1 AND p.booth <> '' AND (s.state <> 'closed'
	OR EXISTS (SELECT 1 FROM shipment h WHERE h.maker = s.id AND h.state NOT IN ('delivered', 'returned', 'cancelled'))
	OR EXISTS (SELECT 1 FROM seller m JOIN order_line l ON l.booth = m.booth JOIN order_child c ON c.id = l.child
		WHERE (m.id = s.id OR m.id IN (SELECT k.seller FROM seller_link k WHERE k.principal = s.id)) AND c.state NOT IN ('delivered', 'returned', 'cancelled'))
	OR EXISTS (SELECT 1 FROM account a WHERE a.balance_minor <> 0
		AND (a.name IN ('seller:' || s.id, 'tax:cgst:' || s.id, 'tax:sgst:' || s.id, 'tax:igst:' || s.id, 'transit:' || s.id)
			OR (a.name >= 'maker:' || s.id || ':' AND a.name < 'maker:' || s.id || ';'))));

-- :name personal_chat_lines
SELECT booth, seq, at_ms FROM booth_log WHERE actor = ?1 AND kind = ?2 AND redacted_ms = 0 ORDER BY booth, seq LIMIT ?3;

-- :name consent_insert
INSERT INTO consent (id, person, purpose, words, lang, given, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- :name consent_newest
SELECT words, given, at_ms FROM consent WHERE person = ?1 AND purpose = ?2 ORDER BY id DESC LIMIT 1;

-- :name erase_logins
DELETE FROM login WHERE person = ?1 OR person IN (SELECT id FROM person WHERE merged_into = ?1);

-- :name erase_second
DELETE FROM second_factor WHERE person = ?1;

-- :name erase_second_offer
DELETE FROM second_factor_offer WHERE person = ?1;

-- :name erase_second_step
DELETE FROM second_step WHERE person = ?1;

-- :name erase_recovery
DELETE FROM recovery_code WHERE person = ?1;

-- :name erase_artisan_codes
DELETE FROM sign_in_code WHERE person = ?1;

-- As the sweep does 90 days after closing: PAN and registrations stay with the papers that they stand on.
-- :name erase_seller_form
UPDATE seller_form SET phone = '', pehchan = '', ifsc = '', account = '', upi = ''
WHERE seller IN (SELECT s.id FROM person p JOIN seller s ON s.booth = p.booth WHERE p.id = ?1 AND p.booth <> '');

-- :name erase_seller_place
DELETE FROM pickup_place WHERE seller IN (SELECT s.id FROM person p JOIN seller s ON s.booth = p.booth WHERE p.id = ?1 AND p.booth <> '');

-- :name erase_contact
DELETE FROM contact WHERE person = ?1;

-- :name erase_changes
DELETE FROM contact_change WHERE person = ?1;

-- :name erase_due
DELETE FROM erase_due WHERE person = ?1;

-- Asked again, the wait goes on and the link is a new one.
-- :name erase_due_put
INSERT INTO erase_due (person, link_hash, asked_ms, due_ms) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (person) DO UPDATE SET link_hash = excluded.link_hash;

-- :name erase_due_at
SELECT due_ms FROM erase_due WHERE person = ?1;

-- :name erase_due_by_link
SELECT person FROM erase_due WHERE link_hash = ?1;

-- :name erase_due_next
SELECT person FROM erase_due WHERE due_ms <= ?1 ORDER BY due_ms, person LIMIT 1;

-- :name erase_browsers
DELETE FROM push_subscription WHERE person = ?1;

-- :name erase_consents
DELETE FROM consent WHERE person = ?1;

-- :name erase_cart
DELETE FROM cart_line WHERE person = ?1;

-- :name erase_waiting
DELETE FROM waiting WHERE person = ?1;

-- What others were answered about the person's wishes stands there too, with name and address.
-- :name erase_answers
DELETE FROM idempotency WHERE person = ?1 OR person IN (SELECT id FROM person WHERE merged_into = ?1)
	OR EXISTS (SELECT 1 FROM orders o WHERE o.person = ?1 AND idempotency.body LIKE '%' || o.id || '%')
	OR EXISTS (SELECT 1 FROM enquiry e WHERE e.person = ?1 AND idempotency.body LIKE '%' || e.id || '%');

-- :name erase_codes
DELETE FROM email_code WHERE email = (SELECT email FROM person WHERE id = ?1 AND email <> '');

-- :name erase_translations
DELETE FROM enquiry_translation WHERE enquiry IN (SELECT id FROM enquiry WHERE person = ?1);

-- :name erase_messages
UPDATE enquiry_message SET body = '' WHERE person = ?1;

-- :name erase_enquiries
UPDATE enquiry SET name = '', email = '', note = '' WHERE person = ?1;

-- :name erase_leads
UPDATE lead SET company = '', note = '', destination = '' WHERE person = ?1;

-- :name erase_orders
UPDATE orders SET to_name = '', to_phone = '', to_line1 = '', to_line2 = '', to_gstin = '' WHERE person = ?1;

-- :name erase_letters
UPDATE outbox SET recipient = '', subject = '', body = '', error = '', state = CASE WHEN state = 'due' THEN 'failed' ELSE state END
WHERE person = ?1 OR recipient = (SELECT email FROM person WHERE id = ?1 AND email <> '');

-- :name erase_doubts
UPDATE certificate_doubt SET note = '' WHERE person = ?1;

-- :name erase_withdrawn
DELETE FROM withdrawal WHERE person = ?1;

-- :name erase_calls
UPDATE call_try SET note = '' WHERE task IN (SELECT k.id FROM call_task k WHERE k.about IN (SELECT id FROM enquiry WHERE person = ?1)
	OR k.about IN (SELECT c.id FROM order_child c JOIN orders o ON o.id = c.orders WHERE o.person = ?1));

-- :name person_erase
UPDATE person SET name = '', email = '', email_confirmed = 0, country = '', erased_ms = ?2 WHERE id = ?1 OR merged_into = ?1;

-- Whoever has ever agreed to a purpose, in the order of ids; whether it still holds is the newest row's to say.
-- :name consent_people
SELECT DISTINCT person FROM consent WHERE purpose = ?1 AND given = 1 AND person > ?2 ORDER BY person LIMIT ?3;
