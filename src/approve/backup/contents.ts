import { printName } from '../../name-list.ts';
import type { Name } from '../../types.ts';

/** Something that a backup must have the rows of: a table, or with an empty name any table of a schema. */
export type Needed = Name;

/** Those that a list of `pg_restore --list` does not have the rows of. */
export function missingInList(list: string, needed: readonly Needed[]): readonly string[] {
  const entries = list.split(/\r?\n/).flatMap((line) => /^\d+; \d+ \d+ TABLE DATA (.*)$/.exec(line)?.[1] ?? []);
  // An entry is schema, name and owner, and each may hold spaces.
  const has = ({ schema, name }: Needed) =>
    entries.some((entry) => {
      if (name === '') return entry.startsWith(`${schema} `);
      if (schema !== null) return entry.startsWith(`${schema} ${name} `);
      return entry.slice(entry.indexOf(' ')).includes(` ${name} `);
    });
  return needed.filter((each) => !has(each)).map(printNeeded);
}

const named = /^(?:COPY|INSERT INTO) (?:("(?:[^"]|"")*"|[^\s."]+)\.)?("(?:[^"]|"")*"|[^\s."(]+)/;

/** Those that the lines of a plain dump do not have the rows of. */
export function missingInLines(lines: readonly string[], needed: readonly Needed[]): readonly string[] {
  const tables = lines.flatMap((line): readonly Name[] => {
    const [, schema, name] = named.exec(line) ?? [];
    return name === undefined ? [] : [{ schema: schema === undefined ? null : unquoted(schema), name: unquoted(name) }];
  });
  const has = ({ schema, name }: Needed) =>
    tables.some((table) => (name === '' || table.name === name) && (schema === null || table.schema === schema));
  return needed.filter((each) => !has(each)).map(printNeeded);
}

const unquoted = (name: string) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);

const printNeeded = (needed: Needed) => (needed.name === '' ? `schema ${needed.schema}` : printName(needed));
