import type { Name } from '../types.ts';
import { addedColumn, type Clause, clausesOf, columnNameOf, elementsOf } from './column-text.ts';
import { isSameName, type Past, tableBefore, type Told } from './past.ts';

/** A column's definition as an earlier migration wrote it. */
export interface Defined {
  readonly at: number;
  readonly told: Told;
  /** The names that it had then. */
  readonly table: Name;
  readonly column: string;
  readonly clauses: readonly Clause[];
}

/** What was last set of a column. `sql` is null where it was taken away. */
export interface Setting {
  readonly sql: string | null;
  readonly path: string;
}

/** What looks at each operation about one column, from the last to the first, until it answers. */
type Visit<Found> = (told: Told, at: number, table: Name, column: string) => Found | undefined;

function lookBack<Found>(past: Past, table: Name, column: string, visit: Visit<Found>): Found | null {
  let [of, name] = [table, column];
  for (let at = past.length - 1; at >= 0; at--) {
    const told = past[at] as Told;
    const { operation } = told;
    if (operation.kind === 'drop' && operation.object === 'table' && operation.names.some((each) => isSameName(each, of))) return null;
    if (operation.kind === 'drop-column' && isSameName(operation.table, of) && operation.column === name) return null;
    const found = visit(told, at, of, name);
    if (found !== undefined) return found;
    if (operation.kind === 'rename' && operation.object === 'column' && isSameName(operation.of, of) && operation.to === name) name = operation.from;
    of = tableBefore(operation, of);
  }
  return null;
} // prettier-ignore

/** How a column was defined when it was made. */
export function definitionOf(past: Past, table: Name, column: string): Defined | null {
  return lookBack(past, table, column, (told, at, of, name) => {
    const clauses = clausesIn(told, of, name);
    return clauses && { at, told, table: of, column: name, clauses };
  });
}

function clausesIn({ operation, statement, migration }: Told, table: Name, column: string): readonly Clause[] | undefined {
  if (operation.kind === 'add-column' && isSameName(operation.table, table) && operation.column.name === column) {
    const piece = addedColumn(migration.words(operation.range));
    return piece ? clausesOf(piece) : undefined;
  }
  if (operation.kind !== 'create' || operation.object !== 'table' || !operation.name || !isSameName(operation.name, table)) return undefined;
  const piece = elementsOf(migration.words(statement.range)).find((element) => columnNameOf(element) === column);
  return piece ? clausesOf(piece) : undefined;
} // prettier-ignore

const serials: Readonly<Record<string, string>> = {
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
  smallserial: 'smallint',
  serial2: 'smallint',
};

/** The type that a column has at the end of the past, in words. */
export function typeOf(past: Past, table: Name, column: string): Setting | null {
  return lookBack(past, table, column, (told, _at, of, name) => {
    const { operation, migration } = told;
    if (operation.kind === 'alter-column-type' && isSameName(operation.table, of) && operation.column === name)
      return { sql: operation.type.text, path: migration.path };
    const type = clausesIn(told, of, name)?.find(({ kind }) => kind === 'type')?.text;
    return type === undefined ? undefined : { sql: serials[type.toLowerCase()] ?? type, path: migration.path };
  });
}

/** The default that a column has at the end of the past. */
export function defaultOf(past: Past, table: Name, column: string): Setting | null {
  return lookBack(past, table, column, (told, _at, of, name) => {
    const { operation, migration } = told;
    const { path } = migration;
    const isIt = operation.kind === 'alter-column' && isSameName(operation.table, of) && operation.column === name;
    if (isIt && operation.action === 'drop default') return { sql: null, path };
    if (isIt && operation.action === 'set default') {
      const [, sql = null] = /\bSET\s+DEFAULT\s+(.*)$/is.exec(migration.words(operation.range)) ?? [];
      return { sql, path };
    }
    const clauses = clausesIn(told, of, name);
    if (!clauses) return undefined;
    const given = clauses.find(({ kind }) => kind === 'default')?.text.replace(/^DEFAULT\s+/i, '') ?? null;
    const isSerial = Object.hasOwn(serials, clauses[0]?.text.toLowerCase() ?? '');
    return { sql: given ?? (isSerial ? `nextval('${of.name}_${name}_seq'::regclass)` : null), path };
  });
}

/** Whether a column is NOT NULL at the end of the past; null where nothing tells. */
export function isNotNull(past: Past, table: Name, column: string): boolean | null {
  return lookBack(past, table, column, ({ operation }, _at, of, name) => {
    if (operation.kind === 'alter-column' && isSameName(operation.table, of) && operation.column === name) {
      if (operation.action === 'set not null') return true;
      return operation.action === 'drop not null' ? false : undefined;
    }
    if (operation.kind === 'add-column' && isSameName(operation.table, of) && operation.column.name === name)
      return operation.column.notNull;
    if (operation.kind === 'create' && operation.object === 'table' && operation.name && isSameName(operation.name, of)) {
      const isKey = operation.constraints.some(({ type, columns }) => type === 'primary key' && columns.includes(name));
      return isKey || (operation.columns.find((each) => each.name === name)?.notNull ?? false);
    }
    return undefined;
  });
} // prettier-ignore
