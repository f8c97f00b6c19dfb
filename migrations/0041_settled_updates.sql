-- Deliveries of Updates that are settled, by age: they are forgotten where an earlier delivery
-- about the same object to the same inbox remembers who was told.
CREATE INDEX deliveries_updates_settled ON deliveries (finished_at)
    WHERE type = 'Update' AND finished_at IS NOT NULL;
