import { catching, literal, runningIf } from '../effect/block-sql.ts';
import { defaultName } from '../effect/default-names.ts';
import { quoteIdentifier, quoteName, quoteWithSuffix } from '../sql/quote.ts';
import type { Name } from '../types.ts';
import type { Intent, Place, WantedColumn } from './intent.ts';

/** One statement of a new migration, with its semicolon. */
export interface Step {
  readonly sql: string;
  /** What the reader must know before, as lines without comment signs. */
  readonly notes?: readonly string[];
}

/** What a new migration does, and what undoes it. `<…>` is for a person to fill in: no database runs it. */
export interface Change {
  readonly up: readonly Step[];
  readonly down: readonly Step[];
  /** Tables and columns in words; null when nobody knows them yet. */
  readonly affects: string | null;
  /** Whether it cannot run inside a transaction. */
  readonly alone: boolean;
}

/**
 * How a framework can build an index without blocking writers: `statements` one by one without a transaction; `batch` only as the one
 * statement of a file, since PostgreSQL runs several in one query as a transaction; `never` where it always opens one.
 */
export type Building = 'statements' | 'batch' | 'never';

/** The SQL that an intent means, guarded so that it can run twice. */
export function changeOf(intent: Intent, building: Building): Change {
  switch (intent.kind) {
    case 'add columns':
      return addColumns(intent.table, intent.columns);
    case 'create table':
      return createTable(intent.table);
    case 'drop table':
      return dropTable(intent.table);
    case 'rename table':
      return renameTable(intent.table, intent.to);
    case 'drop column':
      return dropColumn(intent.table, intent.column);
    case 'rename column':
      return renameColumn(intent.table, intent.column, intent.to);
    case 'set not null':
      return setNotNull(intent.table, intent.column);
    case 'add index':
      return addIndex(intent, building);
    case 'add foreign key':
      return addForeignKey(intent, intent.target);
    case 'other':
      return other;
  }
}

/** What a person must write from the first word to the last. */
export const other: Change = {
  up: [{ sql: '<SQL that makes the change>;', notes: ['Each statement must be able to run twice: IF [NOT] EXISTS, OR REPLACE, ON CONFLICT.'] }],
  down: [{ sql: '<SQL that undoes it>;' }],
  affects: null,
  alone: false,
}; // prettier-ignore

/** A change of which each statement may stand in a transaction. */
const inTransaction = (affects: string, up: readonly Step[], down: readonly Step[]): Change => ({
  up,
  down,
  affects,
  alone: false,
});

function addColumns(table: Name, columns: readonly WantedColumn[]): Change {
  const list = (action: (column: WantedColumn) => string) => {
    const actions = columns.map(action);
    return { sql: `ALTER TABLE ${quoteName(table)}${actions.length > 1 ? '\n  ' : ' '}${actions.join(',\n  ')};` };
  };
  const added = list(({ name, type }) => `ADD COLUMN IF NOT EXISTS ${quoteIdentifier(name)} ${type ?? '<type>'}`);
  const dropped = list(({ name }) => `DROP COLUMN IF EXISTS ${quoteIdentifier(name)}`);
  const affected = columns.map(({ name }) => inWords(table, name)).join(', ');
  return inTransaction(affected, [added], [dropped]);
}

function createTable(table: Name): Change {
  const columns = '  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n  <column> <type>';
  const created = { sql: `CREATE TABLE IF NOT EXISTS ${quoteName(table)} (\n${columns}\n);` };
  return inTransaction(inWords(table), [created], [{ sql: `DROP TABLE IF EXISTS ${quoteName(table)};` }]);
}

function renameTable(table: Name, to: string): Change {
  const renamed = (from: Name, name: string): Step => {
    return { sql: `ALTER TABLE IF EXISTS ${quoteName(from)} RENAME TO ${quoteIdentifier(name)};` };
  };
  return inTransaction(inWords(table), [renamed(table, to)], [renamed({ ...table, name: to }, table.name)]);
}

function dropTable(table: Name): Change {
  const change = renameTable(table, unquoted(quoteWithSuffix(table.name, '_deprecated')));
  return withNotes(change, dropNotes('table'));
}

function dropColumn(table: Name, column: string): Change {
  const change = renameColumn(table, column, unquoted(quoteWithSuffix(column, '_deprecated')));
  const empty = 'If it is NOT NULL: ALTER COLUMN … DROP NOT NULL as well, and SET NOT NULL on the way back.';
  return withNotes(change, [...dropNotes('column'), empty]);
}

const dropNotes = (what: 'table' | 'column') => [
  `Renamed, not dropped: what is in the ${what} cannot come back. Drop it in a later migration, when nothing misses it:`,
  `a person permits that: npx farout-guard approve <file>`,
];

function withNotes(change: Change, notes: readonly string[]): Change {
  return { ...change, up: change.up.map((step) => ({ ...step, notes })) };
}

function renameColumn(table: Name, column: string, to: string): Change {
  const renamed = (from: string, name: string): Step => {
    const isThere = `attrelid = to_regclass(${literal(quoteName(table))}) AND attname = ${literal(from)} AND NOT attisdropped`;
    const rename = `ALTER TABLE ${quoteName(table)} RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(name)}`;
    return { sql: runningIf(`EXISTS (SELECT FROM pg_attribute WHERE ${isThere})`, rename) };
  };
  return inTransaction(inWords(table, column), [renamed(column, to)], [renamed(to, column)]);
}

function setNotNull(table: Name, column: string): Change {
  const [target, name] = [quoteName(table), quoteIdentifier(column)];
  const notes = [
    'This fails while a row has no value. Give it one first, in batches where the table is large:',
    `UPDATE ${target} SET ${name} = … WHERE ${name} IS NULL`,
  ];
  const alter = (action: string) => `ALTER TABLE ${target} ALTER COLUMN ${name} ${action} NOT NULL;`;
  return inTransaction(inWords(table, column), [{ sql: alter('SET'), notes }], [{ sql: alter('DROP') }]);
}

function addIndex(intent: Intent & { readonly kind: 'add index' }, building: Building): Change {
  const { table, columns, unique, name } = intent;
  const index = name === null ? defaultNameOf('index', intent) : quoteIdentifier(name);
  const qualified = table.schema === null ? index : `${quoteIdentifier(table.schema)}.${index}`;
  const on = `ON ${quoteName(table)} (${columns.map(quoteIdentifier).join(', ')});`;
  const create = `CREATE ${unique ? 'UNIQUE ' : ''}INDEX`;
  const drop = (how: string): Step => ({ sql: `DROP INDEX ${how}IF EXISTS ${qualified};` });
  const affects = columns.map((column) => inWords(table, column)).join(', ');
  if (building === 'never') {
    const notes = [
      'Nobody can write to the table while this builds, since it runs in a transaction. Where the table is large, build it before by hand,',
      `with ${create} CONCURRENTLY ${index}: this then finds it there.`,
    ];
    return inTransaction(affects, [{ sql: `${create} IF NOT EXISTS ${index} ${on}`, notes }], [drop('')]);
  }
  const up = building === 'statements' ? rebuilt(drop('CONCURRENTLY '), `${create} CONCURRENTLY ${index} ${on}`) : alone(`${create} CONCURRENTLY IF NOT EXISTS ${index} ${on}`, qualified); // prettier-ignore
  return { affects, alone: true, up, down: [drop('CONCURRENTLY ')] };
}

function rebuilt(drop: Step, sql: string): readonly Step[] {
  return [{ ...drop, notes: ['What a build that failed has left is invalid and serves no query.'] }, { sql }];
}

function alone(sql: string, index: string): readonly Step[] {
  const notes = [
    `This must stay the only statement of the file. Where a build has failed, run DROP INDEX CONCURRENTLY IF EXISTS ${index} by hand.`,
    'farout-guard-disable-next-line no-ineffective-guard -- two statements would run as one transaction here',
  ];
  return [{ sql, notes }];
}

function addForeignKey({ table, columns }: Place, target: Place): Change {
  const name = defaultNameOf('foreign key', { table, columns });
  const list = (names: readonly string[]) => (names.length === 0 ? '' : ` (${names.map(quoteIdentifier).join(', ')})`);
  const alter = `ALTER TABLE ${quoteName(table)}`;
  const added = `${alter} ADD CONSTRAINT ${name} FOREIGN KEY${list(columns)} REFERENCES ${quoteName(target.table)}${list(target.columns)} NOT VALID`;
  const up = [
    { sql: catching(added, 'duplicate_object'), notes: ['New rows are checked from now on, and the next statement checks those that are there.'] },
    { sql: `${alter} VALIDATE CONSTRAINT ${name};` },
  ]; // prettier-ignore
  const affects = [...columns.map((column) => inWords(table, column)), inWords(target.table)].join(', ');
  return inTransaction(affects, up, [{ sql: `${alter} DROP CONSTRAINT IF EXISTS ${name};` }]);
}

/** The name that PostgreSQL would give, quoted, cut where it would be too long. */
function defaultNameOf(of: 'index' | 'foreign key', { table, columns }: Place): string {
  const { name, ending } = defaultName(of, table.name, columns);
  return quoteWithSuffix(name.slice(0, -ending.length - 1), `_${ending}`);
}

const unquoted = (name: string) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);

const inWords = ({ schema, name }: Name, column?: string) =>
  [...(schema === null ? [] : [schema]), name, ...(column === undefined ? [] : [column])].join('.');
