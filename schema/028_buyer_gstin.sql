-- A buyer who is a registered business in India: the GSTIN that stands on the invoice (rule 46), '' for everybody else.
ALTER TABLE orders ADD COLUMN to_gstin TEXT NOT NULL DEFAULT '';
