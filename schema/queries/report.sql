-- Rows of the desk's tables.

-- :name report_orders
SELECT l.id, o.number, c.number, c.state, o.created_ms, s.name, s.gstin, b.slug, p.slug, p.name_en, p.hsn, l.quantity, p.unit, l.price_minor, l.shown_minor, l.currency,
	l.broadcast, l.media_us, l.estimated, o.to_name, o.to_city, o.to_state, o.to_pin, o.to_country, COALESCE(m.name, ''), c.paper, c.tax
FROM order_line l JOIN orders o ON o.id = l.orders JOIN order_child c ON c.id = l.child JOIN seller s ON s.id = c.seller
	JOIN product p ON p.id = l.product JOIN booth b ON b.id = l.booth LEFT JOIN seller m ON m.id = l.maker
WHERE l.id > ?1 ORDER BY l.id LIMIT ?2;

-- :name report_leads
SELECT l.id, l.number, l.state, l.created_ms, b.slug, COALESCE(p.slug, ''), COALESCE(p.name_en, ''), l.quantity, l.unit, l.target_minor, l.currency, l.incoterm,
	l.destination, l.company, e.name, w.email, e.country, e.broadcast, e.media_us, e.estimated, l.note
FROM lead l JOIN enquiry e ON e.id = l.enquiry JOIN booth b ON b.id = l.booth JOIN person w ON w.id = l.person LEFT JOIN product p ON p.id = l.product
WHERE l.id > ?1 ORDER BY l.id LIMIT ?2;
