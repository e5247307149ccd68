import type { Name } from './types.ts';

/** A name as messages show it: `app.users`. */
export function printName({ schema, name }: Name): string {
  return schema === null ? name : `${schema}.${name}`;
}

/** A statement may name thousands of objects; nobody reads more than a few. */
const most = 6;

/** Names for a sentence: `"users"`, `"users" and "orders"`, `"a", "b" and "c"`; of many the first few and how many more. */
export function listNames(names: readonly (string | Name)[]): string {
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  const quoted = shown.map((name) => `"${typeof name === 'string' ? name : printName(name)}"`);
  const last = names.length > most ? `${names.length - shown.length} more` : (quoted.pop() ?? '');
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}

/** SQL in one line of a message, cut where nobody reads on. */
export function shorten(sql: string): string {
  const line = sql.slice(0, 1000).replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79).trimEnd()}…` : line;
}
