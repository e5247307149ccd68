import type { Name } from '../types.ts';

/** The words of PostgreSQL's appendix "SQL Key Words" that cannot be the name of a table or column as they stand. */
const reserved: ReadonlySet<string> = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
  concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from
  full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime
  localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right
  select session_user similar some symmetric system_user table tablesample then to trailing true union unique user using
  variadic verbose when where window with`.split(/\s+/),
);

const longestName = 63;

/** An identifier as SQL must write it to mean exactly this name: `users`, `"Users"`, `"order"`. */
export function quoteIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** A new name, quoted, made of an old one; the old one is cut where PostgreSQL would cut the end (at 63 bytes). */
export function quoteWithSuffix(name: string, suffix: string): string {
  const characters = [...name.slice(0, longestName)];
  while (Buffer.byteLength(characters.join('') + suffix) > longestName) characters.pop();
  return quoteIdentifier(characters.join('') + suffix);
}

/** A name with its schema, ready for SQL: `app."Users"`. */
export function quoteName({ schema, name }: Name): string {
  return schema === null ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
