/* tls.c — X.509 by OpenSSL (RFC 5280; names by RFC 6125). */
#include "gate/tls.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

#define RENEW_S (7 * 86400)

static void free_cert(X509 **c) { X509_free(*c); }
static void free_key(EVP_PKEY **k) { EVP_PKEY_free(*k); }
static void free_buf(struct buf *b) { buf_fini(b); }

/* Calls `fn` with the text of each address of this machine; stops when it answers false. */
static bool each_address(bool (*fn)(void *arg, const char *address), void *arg)
{
	struct ifaddrs *list, *a;
	if (getifaddrs(&list)) return true;
	bool go = true;
	for (a = list; a && go; a = a->ifa_next) {
		char text[INET6_ADDRSTRLEN] = "";
		if (!a->ifa_addr || !(a->ifa_flags & IFF_UP)) continue;
		if (a->ifa_addr->sa_family == AF_INET) inet_ntop(AF_INET, &((struct sockaddr_in *)a->ifa_addr)->sin_addr, text, sizeof text);
		if (a->ifa_addr->sa_family == AF_INET6) {
			const struct in6_addr *in6 = &((struct sockaddr_in6 *)a->ifa_addr)->sin6_addr;
			if (IN6_IS_ADDR_LINKLOCAL(in6)) continue;
			inet_ntop(AF_INET6, in6, text, sizeof text);
		}
		if (*text) go = fn(arg, text);
	}
	freeifaddrs(list);
	return go;
}

static X509 *read_cert(const char *name)
{
	FILE *f = fopen(name, "re");
	if (!f) return NULL;
	X509 *c = PEM_read_X509(f, NULL, NULL, NULL);
	fclose(f);
	return c;
}

static bool covers(void *cert, const char *address) { return X509_check_ip_asc(cert, address, 0) == 1; }

static bool still_good(const struct tls_files *files)
{
	[[gnu::cleanup(free_cert)]] X509 *c = read_cert(files->cert);
	if (!c || access(files->key, R_OK)) return false;
	time_t renew = time(NULL) + RENEW_S;
	return X509_cmp_time(X509_get0_notAfter(c), &renew) > 0 && each_address(covers, c);
}

static bool add_address(void *names, const char *address)
{
	buf_printf(names, ",IP:%s", address);
	return true;
}

static bool is_host_name(const char *s)
{
	return *s && strcmp(s, "localhost") && s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")] == 0;
}

static bool extend(X509 *c, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, c, c, NULL, NULL, 0);
	X509_EXTENSION *x = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	bool ok = x && X509_add_ext(c, x, -1);
	X509_EXTENSION_free(x);
	return ok;
}

static X509 *make_cert(EVP_PKEY *key)
{
	[[gnu::cleanup(free_buf)]] struct buf names = {0};
	char host[256] = "";
	gethostname(host, sizeof host - 1);
	buf_puts(&names, "DNS:localhost");
	if (is_host_name(host)) buf_printf(&names, ",DNS:%s", host);
	each_address(add_address, &names);
	X509 *c = X509_new();
	if (!c) return NULL;
	BIGNUM *serial = BN_new();
	bool ok = serial && BN_rand(serial, 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) && BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(c));
	BN_free(serial);
	X509_set_version(c, 2);
	X509_gmtime_adj(X509_getm_notBefore(c), -86400);
	X509_gmtime_adj(X509_getm_notAfter(c), (long)TLS_DAYS * 86400);
	X509_NAME *name = X509_get_subject_name(c);
	ok = ok && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"Mela", -1, -1, 0) && X509_set_issuer_name(c, name)
	     && X509_set_pubkey(c, key) && extend(c, NID_subject_alt_name, names.data) && extend(c, NID_basic_constraints, "critical,CA:FALSE")
	     && extend(c, NID_ext_key_usage, "serverAuth") && X509_sign(c, key, EVP_sha256());
	if (ok) return c;
	X509_free(c);
	return NULL;
}

static FILE *create(const char *name, mode_t mode)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	return fd < 0 ? NULL : fdopen(fd, "w");
}

static bool write_both(const struct tls_files *files, EVP_PKEY *key, X509 *cert)
{
	FILE *f = create(files->key, 0600);
	bool ok = f && PEM_write_PKCS8PrivateKey(f, key, NULL, NULL, 0, NULL, NULL);
	if (f && fclose(f)) ok = false;
	if (!ok) return false;
	f = create(files->cert, 0644);
	ok = f && PEM_write_X509(f, cert);
	if (f && fclose(f)) ok = false;
	return ok;
}

err_t tls_own(const char *dir, struct tls_files *ret)
{
	struct tls_files files;
	if ((size_t)snprintf(files.cert, sizeof files.cert, "%s/tls-cert.pem", dir) >= sizeof files.cert) return ERR_CONFIG;
	if ((size_t)snprintf(files.key, sizeof files.key, "%s/tls-key.pem", dir) >= sizeof files.key) return ERR_CONFIG;
	if (!still_good(&files)) {
		[[gnu::cleanup(free_key)]] EVP_PKEY *key = EVP_EC_gen("P-256");
		[[gnu::cleanup(free_cert)]] X509 *cert = key ? make_cert(key) : NULL;
		if (!cert || !write_both(&files, key, cert)) return ERR_IO;
		log_info("gate", "made a certificate for this machine: %s", files.cert);
	}
	*ret = files;
	return OK;
}

static void add_origin(struct buf *out, const char *name, int port)
{
	const char *open = strchr(name, ':') ? "[" : "", *close = *open ? "]" : "";
	buf_printf(out, "https://%s%s%s:%d,", open, name, close, port);
	if (port == 443) buf_printf(out, "https://%s%s%s,", open, name, close);
}

err_t tls_check(const struct tls_files *t)
{
	SSL_CTX *c = SSL_CTX_new(TLS_server_method());
	if (!c) abort();
	bool good = SSL_CTX_use_certificate_chain_file(c, t->cert) == 1 && SSL_CTX_use_PrivateKey_file(c, t->key, SSL_FILETYPE_PEM) == 1
	         && SSL_CTX_check_private_key(c) == 1;
	SSL_CTX_free(c);
	ERR_clear_error();
	return good ? OK : ERR_CONFIG;
}

err_t tls_origins(const char *cert, int port, struct buf *out)
{
	[[gnu::cleanup(free_cert)]] X509 *c = read_cert(cert);
	if (!c) return ERR_CONFIG;
	GENERAL_NAMES *names = X509_get_ext_d2i(c, NID_subject_alt_name, NULL, NULL);
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *n = sk_GENERAL_NAME_value(names, i);
		char text[INET6_ADDRSTRLEN];
		if (n->type == GEN_DNS) add_origin(out, (const char *)ASN1_STRING_get0_data(n->d.dNSName), port);
		if (n->type != GEN_IPADD) continue;
		int family = ASN1_STRING_length(n->d.iPAddress) == 4 ? AF_INET : AF_INET6;
		if (inet_ntop(family, ASN1_STRING_get0_data(n->d.iPAddress), text, sizeof text)) add_origin(out, text, port);
	}
	GENERAL_NAMES_free(names);
	return OK;
}

err_t tls_ends(const char *cert, int64_t *ret_ms)
{
	[[gnu::cleanup(free_cert)]] X509 *c = read_cert(cert);
	struct tm t = {0};
	if (!c || ASN1_TIME_to_tm(X509_get0_notAfter(c), &t) != 1) return ERR_CONFIG;
	*ret_ms = (int64_t)timegm(&t) * 1000;
	return OK;
}

bool tls_ends_soon(int64_t ends_ms, int64_t now_ms) { return ends_ms - now_ms <= TLS_SOON_MS; }
