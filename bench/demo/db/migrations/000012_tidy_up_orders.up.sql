BEGIN;

ALTER TABLE orders
  ADD COLUMN IF NOT EXISTS archived_at timestamptz,
  DROP COLUMN legacy_total;

UPDATE orders SET archived_at = now() WHERE created_at < '2020-01-01';

-- The old carts go too.
WITH gone AS (
  DELETE FROM carts RETURNING id
)
SELECT count(*) FROM gone;

COMMIT;
