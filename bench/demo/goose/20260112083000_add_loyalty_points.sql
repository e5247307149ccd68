-- +goose Up
ALTER TABLE customers ADD COLUMN IF NOT EXISTS loyalty_points integer NOT NULL DEFAULT 0;
CREATE TABLE IF NOT EXISTS loyalty_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id),
  points integer NOT NULL
);

-- +goose Down
DROP TABLE IF EXISTS loyalty_events;
ALTER TABLE customers DROP COLUMN IF EXISTS loyalty_points;
