/* smtp.h — hands one mail to a mail server (RFC 5321, 5322, MIME) by libcurl.
 * Thread  a lane: smtp_send blocks up to SMTP_TIMEOUT_S.    Owns    nothing. */
#pragma once
#include "base/err.h"

#define SMTP_CONNECT_S 10L
#define SMTP_TIMEOUT_S 60L
#define SMTP_ERROR_MAX 201

struct smtp_server { const char *url, *user, *password, *from; }; /* from: "Name <address>" or "address" */
struct smtp_mail { const char *id, *to, *subject, *body; };      /* id makes the Message-ID, the same on every try */

/* ERR_UNAVAILABLE with a reason in ret_error when the server did not take it. */
err_t smtp_send(const struct smtp_server *server, const struct smtp_mail *mail, char ret_error[static SMTP_ERROR_MAX]);
