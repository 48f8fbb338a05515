-- A coupon may rest for a while: whoever made it lets it be used again.
ALTER TABLE coupon ADD COLUMN paused BIGINT NOT NULL DEFAULT 0 CHECK (paused IN (0, 1));
