/* notice.h — tells those whom it concerns about enquiries, leads, orders and stock, live, whichever door it came through.
 * Each is called inside the transaction that wrote the row; the message leaves after the commit.
 * Host: connections of the booth's artisan. Staff: connections that sent desk.watch. Buyer: connections of the person who asked.
 * Thread  the floor. */
#pragma once
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "store/tick.h"

struct sessions;
struct order;

/* To host and staff, from the enquiry's row. */
err_t notice_enquiry_opened(struct tx *tx, struct sessions *s, const struct enquiry_id *enquiry);
/* The newest message of its thread, to host, staff and buyer. */
err_t notice_enquiry_wrote(struct tx *tx, struct sessions *s, const struct enquiry_id *enquiry);
/* A translation of a message, or of the note (message ""), to host, staff and buyer. */
err_t notice_enquiry_translated(struct tx *tx, struct sessions *s, const struct enquiry_id *enquiry, const char *message, const char *lang, const char *text);
/* The enquiry's present state and what it became, to host, staff and buyer. */
err_t notice_enquiry_changed(struct tx *tx, struct sessions *s, const struct enquiry_id *enquiry);
/* A lead, to host and staff (and the enquiry's change to all three). */
err_t notice_lead_opened(struct tx *tx, struct sessions *s, const struct lead_id *lead);
/* Where a lead stands now, to host, staff and buyer. */
err_t notice_lead_changed(struct tx *tx, struct sessions *s, const struct lead_id *lead);
/* One message a line, to the line's host, the staff and the buyer; then stock.changed of each product in its booth. */
err_t notice_order_placed(struct tx *tx, struct sessions *s, const struct order *o);
/* To the hosts of its lines, staff and buyer. */
err_t notice_order_changed(struct tx *tx, struct sessions *s, const struct order_id *order);
/* stock.changed in the product's booth, with the price of this moment; flash.changed too when its price is a flash. In a rush what is
 * said is said a little later, and once (stock_pace.h): notice_stock_owed, which sessions_beat calls. */
err_t notice_stock_changed(struct tx *tx, struct sessions *s, const struct product_id *product);
err_t notice_stock_owed(struct tx *tx, struct sessions *s);
/* Ends the holds whose time is over, serves those who wait, and tells the booths; at most twenty, a few times a second. */
err_t notice_holds_over(struct tx *tx, struct sessions *s);
/* Ends all holds of a person who signs out, and tells the booths. */
err_t notice_holds_ended(struct tx *tx, struct sessions *s, const char *person);
