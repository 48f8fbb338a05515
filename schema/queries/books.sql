-- Journals, postings and balances.

-- :name journal_insert
INSERT INTO journal (id, at_ms, cause, subject, note, person) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- :name posting_insert
INSERT INTO posting (journal, place, account, amount_minor, currency) VALUES (?1, ?2, ?3, ?4, ?5);

-- :name account_add
INSERT INTO account (name, currency, balance_minor) VALUES (?1, ?2, ?3)
ON CONFLICT (name, currency) DO UPDATE SET balance_minor = account.balance_minor + excluded.balance_minor;

-- :name account_balance
SELECT balance_minor FROM account WHERE name = ?1 AND currency = ?2;

-- :name journal_by_cause
SELECT id FROM journal WHERE cause = ?1 AND subject = ?2;

-- :name journal_postings
SELECT account, amount_minor, currency FROM posting WHERE journal = ?1 ORDER BY place;

-- Behind a journal: '' is before the first.
-- :name books_unbalanced
SELECT count(*) FROM (SELECT journal FROM posting WHERE journal > ?1 GROUP BY journal, currency HAVING sum(amount_minor) <> 0) AS bad;

-- :name books_empty
SELECT count(*) FROM journal j WHERE j.id > ?1 AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.journal = j.id);

-- :name books_drifted
SELECT count(*) FROM account a WHERE a.balance_minor <> CASE WHEN ?1 = '' THEN 0 ELSE a.checked_minor END
	+ COALESCE((SELECT sum(p.amount_minor) FROM posting p WHERE p.account = a.name AND p.currency = a.currency AND p.journal > ?1), 0);

-- :name books_checked
UPDATE account SET checked_minor = balance_minor WHERE checked_minor <> balance_minor;

-- :name books_newest
SELECT id FROM journal ORDER BY id DESC LIMIT 1;

-- A slice of all journals behind ?1: 1 for one that has no postings, or some that do not add up.
-- :name books_walk_journals
SELECT j.id, CASE WHEN EXISTS (SELECT 1 FROM posting p WHERE p.journal = j.id)
	AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.journal = j.id GROUP BY p.currency HAVING sum(p.amount_minor) <> 0) THEN 0 ELSE 1 END
FROM journal j WHERE j.id > ?1 ORDER BY j.id LIMIT ?2;

-- The next account, and the newest journal that its balance may hold.
-- :name books_walk_account
SELECT name, currency, balance_minor, COALESCE((SELECT max(id) FROM journal), '') FROM account WHERE (name, currency) > (?1, ?2) ORDER BY name, currency LIMIT 1;

-- Its postings behind (?3, ?4), up to that journal.
-- :name books_walk_postings
SELECT journal, place, amount_minor FROM posting
WHERE account = ?1 AND currency = ?2 AND journal >= ?3 AND journal <= ?5 AND (journal > ?3 OR place > CAST(?4 AS BIGINT)) ORDER BY journal, place LIMIT ?6;

-- :name books_walk_newest_ms
SELECT COALESCE(max(at_ms), 0) FROM journal;

-- :name books_sum
SELECT COALESCE(sum(balance_minor), 0) FROM account WHERE currency = ?1;

-- :name books_journals
SELECT count(*) FROM journal;

-- :name account_groups
SELECT kind, currency, sum(balance_minor) FROM (
	SELECT CASE WHEN instr(name, ':') > 0 THEN substr(name, 1, instr(name, ':') - 1) ELSE name END AS kind, currency, balance_minor FROM account
) AS accounts GROUP BY kind, currency ORDER BY kind, currency;

-- :name account_statement
SELECT j.id, j.at_ms, j.cause, j.subject, j.note, sum(p.amount_minor)
FROM posting p JOIN journal j ON j.id = p.journal
WHERE p.account IN (?1, ?2, ?3, ?4, ?5) AND j.at_ms >= ?6 AND j.at_ms < ?7
GROUP BY j.id, j.at_ms, j.cause, j.subject, j.note HAVING sum(p.amount_minor) <> 0 ORDER BY j.at_ms, j.id LIMIT ?8;

-- :name account_before
SELECT COALESCE(sum(p.amount_minor), 0) FROM posting p JOIN journal j ON j.id = p.journal WHERE p.account IN (?1, ?2, ?3, ?4, ?5) AND j.at_ms < ?6;

-- :name books_child_tcs
SELECT tcs FROM order_child WHERE id = ?1;

-- Settlement.

-- :name settlement_due
SELECT name, currency, balance_minor FROM account WHERE name > ?1 AND name < ?2 AND balance_minor < 0 ORDER BY name LIMIT ?3;

-- :name settlement_run_insert
INSERT INTO settlement_run (id, number, state, made_by, made_ms) VALUES (?1, ?2, 'draft', ?3, ?4);

-- :name settlement_run_by_id
SELECT id, number, state, made_by, made_ms, approved_by, approved_ms, closed_by, closed_ms FROM settlement_run WHERE id = ?1;

-- :name settlement_run_list
SELECT id, number, state, made_by, made_ms, approved_by, approved_ms, closed_by, closed_ms FROM settlement_run WHERE id < ?1 ORDER BY id DESC LIMIT ?2;

-- :name settlement_run_approve
UPDATE settlement_run SET state = 'approved', approved_by = ?2, approved_ms = ?3 WHERE id = ?1 AND state = 'draft' AND made_by <> ?2;

-- :name settlement_run_close
UPDATE settlement_run SET state = ?3, closed_by = ?4, closed_ms = ?5 WHERE id = ?1 AND state = ?2;

-- :name settlement_insert
INSERT INTO settlement (id, run, kind, party, principal, payer, amount_minor, currency, name, ifsc, account, upi)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- :name settlement_of_run
SELECT id, run, kind, party, principal, payer, amount_minor, currency, name, ifsc, account, upi, came_back FROM settlement WHERE run = ?1 ORDER BY id LIMIT ?2;

-- :name settlement_by_id
SELECT id, run, kind, party, principal, payer, amount_minor, currency, name, ifsc, account, upi, came_back FROM settlement WHERE id = ?1;

-- :name settlement_back
UPDATE settlement SET came_back = 1 WHERE id = ?1 AND came_back = 0;

-- :name settlement_total
SELECT count(*), COALESCE(sum(amount_minor), 0) FROM settlement WHERE run = ?1;

-- :name settlement_part_insert
INSERT INTO settlement_part (settlement, account, amount_minor) VALUES (?1, ?2, ?3);

-- :name settlement_parts
SELECT account, amount_minor FROM settlement_part WHERE settlement = ?1 ORDER BY account LIMIT ?2;

-- Rates for showing.

-- :name display_rate_put
INSERT INTO display_rate (currency, from_ms, micro_inr, source, person, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (currency, from_ms) DO UPDATE SET micro_inr = excluded.micro_inr, source = excluded.source, person = excluded.person, created_ms = excluded.created_ms;

-- :name display_rates_on
SELECT r.currency, r.from_ms, r.micro_inr, r.source FROM display_rate r
WHERE r.from_ms = (SELECT max(n.from_ms) FROM display_rate n WHERE n.currency = r.currency AND n.from_ms <= ?1) ORDER BY r.currency LIMIT ?2;
