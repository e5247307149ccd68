import { quoteName } from '../sql/quote.ts';
import type { Migration, Operation } from '../types.ts';
import { guardSql, operationSql, type Source } from './guard-sql.ts';
import type { Repeat } from './second-run.ts';
import type { Place } from './steps.ts';
import { literal, nested, runningIf } from './block-sql.ts';
import { placeInWords, subjectInWords } from './words.ts';

/** What a rule says of an operation that cannot be repeated. */
export interface RepeatProblem {
  readonly messageId: 'exists' | 'missing' | 'fails' | 'duplicates' | 'changes' | 'rows';
  readonly data: { readonly subject: string; readonly sql: string };
}

/** Names what is in the way and gives the operation under a guard; without a limit also where it is long. */
export function repeatProblem(
  { statement, operation, obstacle }: Repeat,
  words: Migration['words'],
  longest?: number,
): RepeatProblem {
  const { kind, place } = obstacle;
  const source = { words, statement, operation, ...(longest === undefined ? {} : { longest }) };
  if (kind === 'missing' && place && !isAboutItself(operation, place))
    return { messageId: kind, data: { subject: placeInWords(place), sql: whileThere(place, innerSql(source)) } };
  // The old name may be in use again, so what counts is whether the new one is.
  const sql =
    kind === 'exists' && operation.kind === 'rename' && place
      ? unlessThere(place, operationSql(source))
      : guardSql(source);
  if (operation.kind === 'insert') return { messageId: 'rows', data: { subject: subjectInWords(operation), sql } };
  const isOwn = place === null || operation.kind === 'update' || kind === 'duplicates';
  return { messageId: kind, data: { subject: isOwn ? subjectInWords(operation) : placeInWords(place), sql } };
}

/** Whether a clause of the operation itself is all that it needs. */
export function isGuardedByItself({ operation, obstacle: { kind, place } }: Repeat): boolean {
  if (kind === 'missing') return place === null || isAboutItself(operation, place);
  return kind === 'exists' ? operation.kind !== 'rename' : kind === 'fails';
}

/** Whether the operation drops or renames just what is missing, so that its own guard is enough. */
function isAboutItself({ kind }: Operation, { parts }: Place): boolean {
  if (kind === 'drop-column' || kind === 'drop-constraint' || kind === 'alter-table') return parts.length > 0;
  if (kind === 'add-constraint') return parts.length === 0;
  return kind === 'drop' || kind === 'rename' || kind === 'move' || kind === 'rename-enum-value' || kind === 'alter';
}

/** The operation with its own guard, if it needs one, as a statement of a block. */
function innerSql(source: Source): string {
  const { guard, kind } = source.operation;
  if (guard === 'present' || guard === 'unneeded' || kind === 'insert' || kind === 'update')
    return operationSql(source);
  const guarded = guardSql(source);
  return /^[^\n]*;$/.test(guarded) || guarded.startsWith('DO ') ? nested(guarded) : operationSql(source);
}

function whileThere(place: Place, sql: string): string {
  return under(place, { column: 'EXISTS', table: 'IS NOT NULL' }, sql);
}

function unlessThere(place: Place, sql: string): string {
  return under(place, { column: 'NOT EXISTS', table: 'IS NULL' }, sql);
}

function under(
  { name, parts, object }: Place,
  test: { readonly column: string; readonly table: string },
  sql: string,
): string {
  const [part] = parts;
  if (part?.[0] === 'column')
    return runningIf(
      `${test.column} (SELECT FROM information_schema.columns WHERE table_name = ${literal(name.name)} AND column_name = ${literal(part[1])})`,
      sql,
    );
  const asked = part ? undefined : lookUps[object];
  if (asked) return runningIf(`${asked}(${literal(quoteName(name))}) ${test.table}`, sql);
  return runningIf(`${test.column} (SELECT FROM <catalog> WHERE <it is there>)`, sql);
}

/** What answers whether an object is there, by its kind. */
const lookUps: Readonly<Partial<Record<Place['object'], string>>> = {
  table: 'to_regclass',
  view: 'to_regclass',
  'materialized view': 'to_regclass',
  'foreign table': 'to_regclass',
  sequence: 'to_regclass',
  index: 'to_regclass',
  type: 'to_regtype',
  domain: 'to_regtype',
  schema: 'to_regnamespace',
  role: 'to_regrole',
};
