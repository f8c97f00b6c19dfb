-- Refusals, of which strangers can cause many, are looked for by the host that they go to.
CREATE INDEX deliveries_of_rejects ON deliveries (host) WHERE type = 'Reject';
