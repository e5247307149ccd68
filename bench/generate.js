import { Buffer } from 'node:buffer';

/** A migration of about so many statements of the usual kinds; some destroy. */
export function migration(number, statements) {
  const parts = ['-- Migration: generated\n'];
  for (let index = 0; index < statements; index += kinds.length) {
    for (const kind of kinds.slice(0, statements - index)) parts.push(kind(`${number}_${index}`));
  }
  return parts.join('\n');
}

const kinds = [
  (id) => `CREATE TABLE IF NOT EXISTS orders_${id} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id),
  total numeric(12, 2) NOT NULL DEFAULT 0 CHECK (total >= 0),
  created_at timestamptz NOT NULL DEFAULT now()
);`,
  (id) => `CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_${id}_customer_idx ON orders_${id} (customer_id);`,
  (id) => `ALTER TABLE customers ADD COLUMN IF NOT EXISTS note_${id} text, ALTER COLUMN name SET NOT NULL;`,
  (id) => `UPDATE customers SET note_${id} = 'it''s; new' WHERE created_at < now() - interval '1 year';`,
  (id) => `INSERT INTO settings (key, value) VALUES ('limit_${id}', '10') ON CONFLICT (key) DO NOTHING;`,
  (id) => `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'state_${id}') THEN
    CREATE TYPE state_${id} AS ENUM ('open', 'done');
  END IF;
END $$;`,
  (id) => `CREATE OR REPLACE FUNCTION touch_${id}() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END;
$body$;`,
  (id) => `DROP TABLE IF EXISTS legacy_${id};`,
];

/** A dump of about so many bytes, most of them rows of COPY. */
export function dump(bytes, word) {
  const tables = 20;
  const row = (index) =>
    `${index}\t${word} ${index}\tsome text that is a little longer, with 'quotes' and $dollars$\t2026-01-01 00:00:00+00\t\\N\n`;
  const rowBytes = Buffer.byteLength(row(100_000));
  const block = Array.from({ length: Math.floor(bytes / tables / rowBytes) }, (_, index) => row(100_000 + index)).join(
    '',
  );
  const parts = [
    '--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\nSET standard_conforming_strings = on;\n',
  ];
  for (let table = 0; table < tables; table += 1) {
    parts.push(
      `\nCREATE TABLE public.t${table} (\n    id bigint NOT NULL,\n    name text,\n    note text,\n    at timestamp with time zone,\n    x text\n);\n`,
    );
    parts.push(`\nCOPY public.t${table} (id, name, note, at, x) FROM stdin;\n${block}\\.\n`);
  }
  return parts.join('');
}
