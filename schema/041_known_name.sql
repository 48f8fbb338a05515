-- What the names of fairs, booths and of sellers without a booth look like (server/base/skeleton.h): visitors cannot take them.
CREATE TABLE known_name (
	owner TEXT NOT NULL, -- id of the fair, booth or seller
	skeleton TEXT NOT NULL,
	PRIMARY KEY (owner, skeleton)
);
CREATE INDEX known_name_skeleton ON known_name (skeleton);
