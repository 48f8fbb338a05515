-- What is read of a payment, with its child's number and state.
CREATE VIEW payment_row AS
SELECT p.id, p.child, p.orders, p.mark, p.method, p.state, p.amount_minor, p.currency, p.reference, p.gateway_order, p.gateway_url, p.created_ms, p.changed_ms, c.number AS number, o.to_country AS country, c.seller AS seller, c.state AS child_state
FROM payment p JOIN order_child c ON c.id = p.child JOIN orders o ON o.id = p.orders;
