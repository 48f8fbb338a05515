-- The balance of each account up to the journal that setting `books.mark` names: so far the books were walked and found right. Minor units.
ALTER TABLE account ADD COLUMN checked_minor BIGINT NOT NULL DEFAULT 0;
