-- How people are reached.

-- :name contact_by_person
SELECT phone, lang, zone, mail, sms, whatsapp, push, quiet_from_min, quiet_until_min FROM contact WHERE person = ?1;

-- :name contact_put
INSERT INTO contact (person, phone, lang, zone, mail, sms, whatsapp, push, quiet_from_min, quiet_until_min, changed_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT (person) DO UPDATE SET phone = excluded.phone, lang = excluded.lang, zone = excluded.zone, mail = excluded.mail, sms = excluded.sms,
	whatsapp = excluded.whatsapp, push = excluded.push, quiet_from_min = excluded.quiet_from_min, quiet_until_min = excluded.quiet_until_min,
	changed_ms = excluded.changed_ms;

-- :name contact_change_by_person
SELECT phone, asked_ms, holds_ms FROM contact_change WHERE person = ?1;

-- :name contact_change_put
INSERT INTO contact_change (person, phone, asked_ms, holds_ms) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (person) DO UPDATE SET phone = excluded.phone, asked_ms = excluded.asked_ms, holds_ms = excluded.holds_ms;

-- :name contact_change_drop
DELETE FROM contact_change WHERE person = ?1;

-- Whoever asked for one has said how to be told: the row of contact is there.
-- :name contact_change_settle
UPDATE contact SET phone = (SELECT h.phone FROM contact_change h WHERE h.person = contact.person), changed_ms = ?1
WHERE person IN (SELECT person FROM contact_change WHERE holds_ms <= ?1 ORDER BY holds_ms, person LIMIT ?2);

-- :name contact_change_settled
DELETE FROM contact_change WHERE person IN (SELECT person FROM contact_change WHERE holds_ms <= ?1 ORDER BY holds_ms, person LIMIT ?2);

-- :name contact_change_list
SELECT h.person, p.name, p.role, h.phone, h.asked_ms, h.holds_ms FROM contact_change h JOIN person p ON p.id = h.person ORDER BY h.holds_ms, h.person LIMIT ?1;

-- :name push_subscription_release
DELETE FROM push_subscription WHERE endpoint = ?1;

-- :name push_subscription_insert
INSERT INTO push_subscription (id, person, endpoint, p256dh, auth, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- :name push_subscription_make_room
DELETE FROM push_subscription WHERE person = ?1 AND id NOT IN (SELECT id FROM push_subscription WHERE person = ?1 ORDER BY id DESC LIMIT ?2);

-- :name push_subscription_by_id
SELECT id, endpoint, p256dh, auth FROM push_subscription WHERE id = ?1;

-- :name push_subscription_of
SELECT id, endpoint, p256dh, auth FROM push_subscription WHERE person = ?1 ORDER BY id LIMIT ?2;

-- :name push_subscription_drop
DELETE FROM push_subscription WHERE id = ?1 AND (?2 = '' OR person = ?2);

-- Whoever is told of something: the person, how they want to be told, which carriers there are, and where the pages are.
-- :name tell_hearing
SELECT p.id, p.role, p.name, p.email, p.email_confirmed, p.booth, p.lang, p.country, p.merged_into,
	CASE WHEN p.role IN ('organizer', 'helpline') THEN EXISTS (SELECT 1 FROM second_factor s WHERE s.person = p.id) ELSE 0 END,
	c.phone, c.lang, c.zone, c.mail, c.sms, c.whatsapp, c.push, c.quiet_from_min, c.quiet_until_min,
	COALESCE((SELECT value FROM setting WHERE name = 'notice.carriers'), ''), COALESCE((SELECT value FROM setting WHERE name = 'notice.origin'), '')
FROM person p LEFT JOIN contact c ON c.person = p.id WHERE p.id = ?1;
