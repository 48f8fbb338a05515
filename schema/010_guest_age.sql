-- Guests who left nothing behind are found by age.
CREATE INDEX person_guest_age ON person (created_ms) WHERE role = 'guest';
