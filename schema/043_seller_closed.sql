-- The sweep of what sellers gave of themselves looks at those alone that are closed.
CREATE INDEX seller_closed ON seller (id) WHERE state = 'closed';
