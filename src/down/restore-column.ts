import { runningIf } from '../effect/block-sql.ts';
import { quoteIdentifier, quoteName } from '../sql/quote.ts';
import type { Name, Operation } from '../types.ts';
import { columnText } from './column-text.ts';
import { type Defined, definitionOf, isNotNull } from './column-past.ts';
import { elementConstraints } from './constraint-past.ts';
import { type Line, remark, sql } from './line.ts';
import { isSameName, type Past, tableAfter, type Told } from './past.ts';
import { mentions } from './pieces.ts';
import { renamedSince } from './renamed-since.ts';
import { textOf } from './restore.ts';

/** The statements that make a column again as it is at the end of the past; null where no earlier migration tells. */
export function columnRestored(past: Past, table: Name, column: string): readonly Line[] | null {
  const defined = definitionOf(past, table, column);
  if (!defined) return null;
  const since = past.slice(defined.at + 1);
  const { settings, standing } = about(since, defined);
  const hasDefault = defined.clauses.some(({ kind }) => kind === 'default' || kind === 'generated' || kind === 'primary');
  const isSerial = /serial\d?$/i.test(defined.clauses[0]?.text ?? '');
  // Rows that are there have no value for it, so NOT NULL waits until they do.
  const clauses = defined.clauses.filter(({ kind }) => hasDefault || isSerial || kind !== 'not null');
  const definition = columnText(quoteIdentifier(column), clauses);
  const target = quoteName(table);
  const isRequired = isNotNull(past, table, column) && clauses.length < defined.clauses.length;
  return [
    sql(`ALTER TABLE ${target} ADD COLUMN IF NOT EXISTS ${definition}`),
    ...settings.flatMap((text) => sql(`ALTER TABLE ${target} ALTER COLUMN ${quoteIdentifier(column)} ${text}`)),
    ...(isRequired ? [remark('NOT NULL waits until the rows have a value'), sql(required(target, quoteIdentifier(column)))] : []),
    ...elementConstraints(past, defined, table).map(sql),
    ...standing.map(sql),
  ];
} // prettier-ignore

const required = (table: string, column: string) =>
  runningIf(
    `NOT EXISTS (SELECT FROM ${table} WHERE ${column} IS NULL)`,
    `ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`,
  );

interface Since {
  /** What was set of the column, without `ALTER TABLE … ALTER COLUMN …`. */
  readonly settings: readonly string[];
  /** The indexes and constraints on it that stand. */
  readonly standing: readonly string[];
}

/** What was done to the column since it was made, and what stands on it. */
function about(since: Past, { table, column }: Defined): Since {
  const settings: string[] = [];
  const standing = new Map<string, string>();
  let [of, name] = [table, column];
  for (const [index, told] of since.entries()) {
    const { operation } = told;
    const isHere = 'table' in operation && operation.table !== null && isSameName(operation.table, of);
    if (isHere) note(told, name, settings, standing, (text) => renamedSince(text, since.slice(index + 1), of));
    if (operation.kind === 'drop' && operation.object === 'index')
      for (const each of operation.names) standing.delete(`index ${each.name}`);
    if (operation.kind === 'rename' && operation.object === 'column' && isSameName(operation.of, of) && operation.from === name) name = operation.to;
    of = tableAfter(operation, of);
  }
  return { settings, standing: [...standing.values()] };
} // prettier-ignore

function note(
  told: Told,
  column: string,
  settings: string[],
  standing: Map<string, string>,
  nowCalled: (text: string) => string,
): void {
  const { operation, migration } = told;
  if (operation.kind === 'drop-constraint') standing.delete(`constraint ${operation.name}`);
  const key = standsOn(operation, column, () => textOf(told) ?? '');
  const text = key === null ? null : textOf(told);
  if (key !== null && text !== null) standing.set(key, nowCalled(text));
  if (operation.kind !== 'alter-column' && operation.kind !== 'alter-column-type') return;
  if (operation.column !== column || ('action' in operation ? operation.action : '').endsWith('not null')) return;
  const [, words] = /^ALTER\s+(?:COLUMN\s+)?(?:"[^"]*"|[^\s"]+)\s+(.*)$/is.exec(migration.words(operation.range)) ?? [];
  // The rows have nothing that USING could read.
  if (words !== undefined) settings.push(words.replace(/\s+USING\s.*$/is, ''));
}

/** What goes with a column: an index or constraint that names it anywhere. Null for all else. */
function standsOn(operation: Operation, column: string, words: () => string): string | null {
  if (operation.kind === 'create' && operation.object === 'index' && operation.name)
    return mentions(words(), column) ? `index ${operation.name.name}` : null;
  if (operation.kind !== 'add-constraint') return null;
  const { name, type, columns } = operation.constraint;
  const isOn = columns.includes(column) || (type === 'check' && mentions(words(), column));
  return isOn ? `constraint ${name}` : null;
}
