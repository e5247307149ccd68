import { createHash } from 'node:crypto';
import { identifier, knownString } from '../sql.ts';
import type { Text } from '../string-text.ts';
import { unknown, type Value } from '../values.ts';
import { lastPart, nameOf, option } from './options.ts';

/** What TypeORM's own naming strategy names by itself, with the letters that it begins with. */
const prefixes = { 'primary key': 'PK_', unique: 'UQ_', 'foreign key': 'FK_', index: 'IDX_', check: 'CHK_', exclusion: 'XCL_' } as const; // prettier-ignore

type Named = keyof typeof prefixes;

const longest = 30;

/** The name that an index or constraint has in its options, or else the one that TypeORM gives to it. */
export function givenName(kind: Named, table: Value, options: Value, parts: readonly (Value | undefined)[]): Text {
  const own = options.kind === 'text' || options.kind === 'unknown' ? options : option(options, 'name');
  return own ? identifier(own) : generatedName(kind, table, options, parts);
}

/** The name that TypeORM makes of a table's name and of columns, an expression or a condition; a placeholder when one is not known. */
export function generatedName(kind: Named, table: Value, at: Value, parts: readonly (Value | undefined)[]): Text {
  const words = parts.flatMap((part) => (part ? [knownString(part)] : []));
  const name = knownString(lastPart(nameOf(table)));
  if (name === null || words.length === 0 || words.some((word) => word === null)) return identifier(unknown(`${kind} of ${name ?? 'a table'}`, at.range));
  const prefix = prefixes[kind];
  const hash = createHash('sha1').update(`${name}_${words.join('_')}`, 'utf8').digest('hex');
  return [{ kind: 'constant', text: `"${prefix}${hash.slice(0, longest - prefix.length)}"`, source: at.range }];
} // prettier-ignore

/** Columns in the order in which they make a name. */
export function sortedColumns(columns: readonly Value[]): readonly Value[] {
  return columns.toSorted((a, b) => ((knownString(a) ?? '') < (knownString(b) ?? '') ? -1 : 1));
}
