-- How much was sent to one number lately.
CREATE INDEX outbox_number ON outbox (recipient, created_ms) WHERE kind IN ('sms', 'whatsapp');
