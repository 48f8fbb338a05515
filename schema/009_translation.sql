-- What was written about an enquiry, in the fair's other languages; message '' is the enquiry's own note.
CREATE TABLE enquiry_translation (
	enquiry TEXT NOT NULL REFERENCES enquiry (id),
	message TEXT NOT NULL,
	lang TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (enquiry, message, lang)
);
