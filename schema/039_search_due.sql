-- Sellers whose products are to be indexed anew, for something has changed where they can sell (server/trade/search_renew.h).
CREATE TABLE search_due (
	seller TEXT PRIMARY KEY,
	maker TEXT NOT NULL DEFAULT '' -- '': its own products are next; '-': the first maker under it; else what comes behind this maker
);
-- When a paper begins or ends to hold, and when a principal does.
CREATE INDEX seller_tax_from ON seller_tax (from_ms, seller);
CREATE INDEX seller_tax_until ON seller_tax (until_ms, seller);
CREATE INDEX seller_link_from ON seller_link (from_ms, seller);
CREATE INDEX seller_link_until ON seller_link (until_ms, seller);
CREATE INDEX seller_link_makers ON seller_link (principal, seller);
