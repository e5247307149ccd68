import type { Call } from '../call.ts';
import { asText } from '../sql.ts';
import { unknown, type Value } from '../values.ts';

/** `clearDatabase()` and a data source's `dropDatabase()`: the tables of all its schemas; views and enum types go with them. */
export function clearDatabase(call: Call): Value {
  call.send(call.sql`DROP TABLE IF EXISTS ${asText(unknown('every table', call.range))} CASCADE`);
  return call.unknown();
}
