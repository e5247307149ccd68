import { resolve } from '../config/resolve.ts';
import type { Config } from '../config/types.ts';
import type { SentText } from '../engine/engine.ts';
import { lintSource } from '../lint.ts';
import { printName } from '../name-list.ts';
import type { Finding, Migration, Operation, Section } from '../types.ts';

/** What a script was read to send against what it has sent. Each operation in a few words. */
export interface Comparison {
  /** Sent, and not seen in the script by reading it. */
  readonly onlySent: readonly string[];
  /** Read in the script, and not sent this time: a condition may have kept it back. */
  readonly onlyRead: readonly string[];
  readonly both: number;
}

/** What a script has sent, as one text of SQL, read as such. */
export interface SentMigration {
  readonly migration: Migration;
  readonly findings: readonly Finding[];
}

const noFiles = { read: () => null, list: () => [] };

/** Reads and judges what a script has sent by the same rules. */
export function judgeSent(sent: readonly SentText[], path: string, config: Config): SentMigration {
  const text = sent.map(({ sql }) => `${sql.replace(/;\s*$/, '')};`).join('\n');
  const fileConfig = { ...resolve(config, path), adapter: 'plain' };
  return lintSource({ path: `${path}.sql`, text }, noFiles, fileConfig);
}

/** Compares the operations of both that change something. */
export function compareSent(read: readonly Section[], sent: SentMigration): Comparison {
  const expected = keysOf(read.filter(({ direction }) => direction === 'up'));
  const found = keysOf(sent.migration.sections);
  const rest = [...expected];
  const onlySent = found.filter((key) => {
    const at = rest.indexOf(key);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return { onlySent, onlyRead: rest, both: found.length - onlySent.length };
}

function keysOf(sections: readonly Section[]): readonly string[] {
  return sections.flatMap(({ statements }) => statements.flatMap(({ operations }) => operations.flatMap(keyOf)));
}

/** What only looks, or holds others together, is told apart by no name. */
const idle: ReadonlySet<Operation['kind']> = new Set([
  'other',
  'transaction',
  'set',
  'call',
  'interpolate',
  'unverifiable',
]);

function keyOf(operation: Operation): readonly string[] {
  if (idle.has(operation.kind)) return [];
  const names = ['name', 'of', 'table', 'type'].flatMap((key) => {
    const value: unknown = (operation as unknown as Readonly<Record<string, unknown>>)[key];
    return isName(value) ? [printName(value)] : [];
  });
  const several = operation.kind === 'drop' ? operation.names : operation.kind === 'truncate' ? operation.tables : [];
  const part = 'column' in operation ? (typeof operation.column === 'string' ? operation.column : operation.column.name) : '';
  const object = 'object' in operation ? operation.object : '';
  return [[operation.kind, object, ...names, ...several.map(printName), part].filter((word) => word !== '').join(' ')];
} // prettier-ignore

function isName(value: unknown): value is { readonly schema: string | null; readonly name: string } {
  return typeof value === 'object' && value !== null && 'schema' in value && 'name' in value && typeof value.name === 'string';
} // prettier-ignore
