/* house.h — what handlers reach: everything main has made, lent for as long as the gate is open.
 * Thread  the floor; READ handlers may touch `config` only. A pointer that a test leaves NULL is not used by its routes. */
#pragma once

struct loop;
struct tick;
struct readers;
struct lane;
struct media;
struct sessions;
struct mailer;
struct outgoing;
struct pay_gateway;
struct buckets;
struct config;
struct filter;
struct gate;
struct importer;
struct origin_key;
struct vault;

struct house {
	const struct config *config;
	struct loop *loop;
	struct tick *tick;
	struct readers *readers;
	struct lane *compute;          /* argon2id, one at a time */
	struct lane *uploads;          /* files from people, looked at by children one at a time */
	const char *photo_program;     /* mela-photo */
	struct importer *importer;     /* tables of products on their way in */
	struct buckets *accounts;      /* passwords tried for one account, whatever the address they come from */
	struct buckets *wrong;         /* wrong passwords for one account from one address */
	struct buckets *guest_holds;   /* scarce things held for strangers, by address; NULL: not counted */
	struct media *media;
	struct sessions *sessions;
	struct mailer *mailer;         /* NULL: the outbox waits for its timer */
	struct outgoing *outgoing;     /* HTTP to partners; NULL: none goes out */
	const struct origin_key *origin_key; /* signs certificates; NULL: no labels are made */
	const struct vault *vault;     /* seals second factors */
	const char *push_key;          /* our public key for push services; NULL: no push */
	struct pay_gateway *gateway;       /* for payments; NULL: there is none */
	struct filter *press;          /* mela-paper; NULL: no PDFs are made */
	struct gate *gate;
	char origin[300];              /* https://host[:port] for links in mails and QR codes */
};
