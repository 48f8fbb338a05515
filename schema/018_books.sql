-- The books: journals of postings that add up to nothing, the balance of each account, and what is paid out.

-- One for each thing that happened; a cause is booked once.
CREATE TABLE journal (
	id TEXT PRIMARY KEY,
	at_ms BIGINT NOT NULL,
	cause TEXT NOT NULL,
	subject TEXT NOT NULL, -- the id of what caused it
	note TEXT NOT NULL,
	person TEXT NOT NULL,  -- who entered it by hand; '' otherwise
	UNIQUE (cause, subject)
);
CREATE INDEX journal_at ON journal (at_ms, id);

-- Debits are above zero, credits below; a journal's postings add up to 0 in each currency. Minor units.
CREATE TABLE posting (
	journal TEXT NOT NULL REFERENCES journal (id),
	place BIGINT NOT NULL,
	account TEXT NOT NULL,
	amount_minor BIGINT NOT NULL CHECK (amount_minor <> 0),
	currency TEXT NOT NULL,
	PRIMARY KEY (journal, place)
);
CREATE INDEX posting_account ON posting (account, journal);

-- The sum of an account's postings, kept beside them in the same commit.
CREATE TABLE account (
	name TEXT NOT NULL,
	currency TEXT NOT NULL,
	balance_minor BIGINT NOT NULL,
	PRIMARY KEY (name, currency)
);

-- A list of what is paid out together: drafted by one person, approved by another, paid by the bank.
CREATE TABLE settlement_run (
	id TEXT PRIMARY KEY,
	number TEXT NOT NULL UNIQUE,
	state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'paid', 'dropped')),
	made_by TEXT NOT NULL,
	made_ms BIGINT NOT NULL,
	approved_by TEXT NOT NULL DEFAULT '',
	approved_ms BIGINT NOT NULL DEFAULT 0,
	closed_by TEXT NOT NULL DEFAULT '',
	closed_ms BIGINT NOT NULL DEFAULT 0,
	CHECK (approved_by = '' OR approved_by <> made_by)
);
CREATE UNIQUE INDEX settlement_run_open ON settlement_run (state) WHERE state = 'draft';

-- What one party gets. payer 'principal': the principal has the money itself and pays its maker.
CREATE TABLE settlement (
	id TEXT PRIMARY KEY,
	run TEXT NOT NULL REFERENCES settlement_run (id),
	kind TEXT NOT NULL CHECK (kind IN ('seller', 'maker')),
	party TEXT NOT NULL REFERENCES seller (id),
	principal TEXT NOT NULL, -- of a maker
	payer TEXT NOT NULL CHECK (payer IN ('fair', 'principal')),
	amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
	currency TEXT NOT NULL,
	name TEXT NOT NULL,
	ifsc TEXT NOT NULL,
	account TEXT NOT NULL,
	upi TEXT NOT NULL,
	came_back BIGINT NOT NULL DEFAULT 0 CHECK (came_back IN (0, 1))
);
CREATE INDEX settlement_of_run ON settlement (run, id);
CREATE INDEX settlement_party ON settlement (party, id);
-- What each settlement is made of, by account: credits above zero.
CREATE TABLE settlement_part (
	settlement TEXT NOT NULL REFERENCES settlement (id),
	account TEXT NOT NULL,
	amount_minor BIGINT NOT NULL CHECK (amount_minor <> 0),
	PRIMARY KEY (settlement, account)
);

-- Rates by which prices are shown in other currencies, never charged. micro_inr: millionths of a rupee for one whole unit.
CREATE TABLE display_rate (
	currency TEXT NOT NULL,
	from_ms BIGINT NOT NULL,
	micro_inr BIGINT NOT NULL CHECK (micro_inr > 0),
	source TEXT NOT NULL,
	person TEXT NOT NULL,
	created_ms BIGINT NOT NULL,
	PRIMARY KEY (currency, from_ms)
);

-- Whether whoever collects the money collects tax at source on it, as the rules said when it was sold.
ALTER TABLE order_child ADD COLUMN tcs BIGINT NOT NULL DEFAULT 0 CHECK (tcs IN (0, 1));
