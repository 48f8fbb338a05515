-- What is swept by age is found by age.
CREATE INDEX email_code_age ON email_code (created_ms);
