import { constant } from '../string-text.ts';
import { stringValue, type Value } from '../values.ts';

/** What `PgType` of node-pg-migrate holds: `PgType.CHARACTER_VARYING` is `character varying`. */
const names = `BIGINT INT8 BIGSERIAL SERIAL8 BIT BIT_1 BIT_VARYING VARBIT BOOLEAN BOOL BOX BYTEA CHARACTER CHAR CHARACTER_VARYING VARCHAR
  CIDR CIRCLE DATE DOUBLE_PRECISION FLOAT8 INET INTEGER INT INT4 INTERVAL JSON JSONB LINE LSEG MACADDR MACADDR8 MONEY NUMERIC
  DECIMAL PATH PG_LSN PG_SNAPSHOT POINT POLYGON REAL FLOAT4 SMALLINT INT2 SMALLSERIAL SERIAL2 SERIAL SERIAL4 TEXT TIME
  TIME_WITHOUT_TIME_ZONE TIME_WITH_TIME_ZONE TIMETZ TIMESTAMP TIMESTAMP_WITHOUT_TIME_ZONE TIMESTAMP_WITH_TIME_ZONE TIMESTAMPTZ
  TSQUERY TSVECTOR TXID_SNAPSHOT UUID XML`;

const asWritten: Readonly<Record<string, string>> = { BIT_1: 'bit', PG_LSN: 'pg_lsn', PG_SNAPSHOT: 'pg_snapshot', TXID_SNAPSHOT: 'txid_snapshot' }; // prettier-ignore

/** Each type by its name in `PgType`. */
export const pgTypes: readonly (readonly [string, Value])[] = names.split(/\s+/).map((name) => {
  const type = asWritten[name] ?? name.toLowerCase().replaceAll('_', ' ');
  return [name, stringValue([constant(type, [0, 0])], [0, 0])];
});
