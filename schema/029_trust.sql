-- What a process had taken to send when it ended, and carriers' photos until they are looked at.

ALTER TABLE outbox ADD COLUMN claimed BIGINT NOT NULL DEFAULT 0; -- 1: somebody is sending it
CREATE INDEX outbox_claimed ON outbox (id) WHERE claimed = 1;

-- Kept in the commit of the news it came with, until mela-photo has made it anew or it could not be read.
CREATE TABLE proof_due (
	shipment TEXT NOT NULL REFERENCES shipment (id),
	state TEXT NOT NULL,
	at_ms BIGINT NOT NULL,                   -- with shipment and state: the row of shipment_event that it belongs to
	base64 TEXT NOT NULL,                    -- as it came
	tries BIGINT NOT NULL DEFAULT 0,
	due_ms BIGINT NOT NULL,
	PRIMARY KEY (shipment, state, at_ms)
);
CREATE INDEX proof_due_due ON proof_due (due_ms);

-- What is swept is found by age.
CREATE INDEX sign_in_code_expires ON sign_in_code (expires_ms);
CREATE INDEX call_try_noted ON call_try (at_ms) WHERE note <> '';
CREATE INDEX certificate_scan_last ON certificate_scan (last_ms);

-- How far the news that a fair opens has been told: the last person's id, '~' when everybody was.
ALTER TABLE fair ADD COLUMN news_told TEXT NOT NULL DEFAULT '';
CREATE INDEX consent_given ON consent (purpose, person) WHERE given = 1;
