import { literal } from '../effect/block-sql.ts';
import { quoteIdentifier, quoteName } from '../sql/quote.ts';
import type { AlterColumn, AlterColumnType, DataType, DropColumn } from '../types.ts';
import { definitionOf, defaultOf, isNotNull, typeOf } from './column-past.ts';
import { type Ground, plainBack } from './ground.ts';
import { irreversible, type Line, remark, sql } from './line.ts';
import { isSameName } from './past.ts';
import { columnRestored } from './restore-column.ts';

const start = ({ table, column }: Pick<AlterColumn, 'table' | 'column'>) =>
  `ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteIdentifier(column)}`;

const named = ({ table, column }: Pick<AlterColumn, 'table' | 'column'>) => `column "${column}" of "${table.name}"`;

/** Undoes DROP COLUMN: the column comes back, what was in it does not. */
export function droppedColumnBack(operation: DropColumn, { past, rest }: Ground): readonly Line[] {
  const { table, column, ifExists } = operation;
  const isMadeAgain = rest.some(
    ({ operation: later }) =>
      later.kind === 'add-column' && isSameName(later.table, table) && later.column.name === column,
  );
  const lines = columnRestored(past, table, column);
  if (!lines)
    return ifExists && isMadeAgain
      ? []
      : [irreversible(`${named(operation)} was dropped: no earlier migration tells how it was made`)];
  const cascade = operation.cascade ? [irreversible(`CASCADE may have dropped more than ${named(operation)}`)] : [];
  return [irreversible(`what was in ${named(operation)} is gone: only the column is made again`), ...cascade, ...lines];
}

/** Undoes the actions of ALTER COLUMN, by what the chain says the column was before. */
export function columnBack(operation: AlterColumn, ground: Ground): readonly Line[] {
  const { table, column, action } = operation;
  const { past } = ground;
  switch (action) {
    case 'set not null':
      if (isNotNull(past, table, column)) return [remark(`${named(operation)} was NOT NULL before, and stays so`)];
      return [sql(`${start(operation)} DROP NOT NULL`)];
    case 'drop not null':
      if (isNotNull(past, table, column) === false) return [remark(`${named(operation)} took NULL before, and goes on to`)];
      return [sql(`${start(operation)} SET NOT NULL`)];
    case 'set default':
    case 'drop default':
      return defaultBack(operation, ground);
    case 'add identity':
      return plainBack(operation, 'set');
    case 'drop identity':
      return identityBack(operation, ground);
    default:
      return settingBack(operation, ground);
  }
} // prettier-ignore

function defaultBack(operation: AlterColumn, { past }: Ground): readonly Line[] {
  const { table, column, action } = operation;
  const before = defaultOf(past, table, column);
  if (before?.sql) return [sql(`${start(operation)} SET DEFAULT ${before.sql}`)];
  const dropped = sql(`${start(operation)} DROP DEFAULT`);
  if (before) return action === 'set default' ? [dropped] : [remark(`${named(operation)} had no default before`)];
  const unknown = irreversible(
    `the default that ${named(operation)} may have had: no earlier migration tells how it was made`,
  );
  return action === 'set default' ? [unknown, dropped] : [unknown];
}

/** The new sequence must go on behind the values that are there. */
function identityBack(operation: AlterColumn, { past }: Ground): readonly Line[] {
  const { table, column } = operation;
  const clause = definitionOf(past, table, column)?.clauses.find(({ kind }) => kind === 'generated');
  if (!clause || !/\bIDENTITY\b/i.test(clause.text))
    return [irreversible(`the identity of ${named(operation)}: no earlier migration tells what it was`)];
  const sequence = `pg_get_serial_sequence(${literal(quoteName(table))}, ${literal(column)})`;
  const next = `(SELECT coalesce(max(${quoteIdentifier(column)}), 0) + 1 FROM ${quoteName(table)})`;
  return [sql(`${start(operation)} ADD ${clause.text}`), sql(`SELECT setval(${sequence}, ${next}, false)`)];
}

const standard: Readonly<Partial<Record<AlterColumn['action'], string>>> = {
  'set statistics': 'SET STATISTICS -1',
  'set compression': 'SET COMPRESSION DEFAULT',
};

/** Storage, statistics and the like: as they were last set, else as PostgreSQL sets them. */
function settingBack(operation: AlterColumn, { past }: Ground): readonly Line[] {
  const before = past.findLast(
    ({ operation: earlier }) =>
      earlier.kind === 'alter-column' &&
      earlier.action === operation.action &&
      isSameName(earlier.table, operation.table) &&
      earlier.column === operation.column,
  );
  if (before) return [sql(`ALTER TABLE ${quoteName(operation.table)} ${before.migration.words(before.operation.range)}`)];
  const usual = standard[operation.action];
  if (usual !== undefined) return [sql(`${start(operation)} ${usual}`)];
  return [irreversible(`the ${operation.action.replace(/^(?:set|drop) /, '')} of ${named(operation)}: no earlier migration sets it`)];
} // prettier-ignore

/** Undoes ALTER COLUMN … TYPE. */
export function typeBack(operation: AlterColumnType, { past }: Ground): readonly Line[] {
  const { table, column, type, using } = operation;
  const before = typeOf(past, table, column);
  if (!before?.sql)
    return [irreversible(`the type that ${named(operation)} had: no earlier migration tells how it was made`)];
  const values =
    using === 'expression' ? [irreversible(`the values of ${named(operation)} were computed anew by USING`)] : [];
  const cast = castFor(type, before.sql, quoteIdentifier(column));
  return [...values, sql(`${start(operation)} TYPE ${before.sql}${cast === null ? '' : ` USING ${cast}`}`)];
}

const families = [
  /^(?:text|varchar|character varying|bpchar|char|character|name|citext)\b/i,
  /^(?:smallint|integer|int|bigint|int[248]|numeric|decimal|real|double precision|float[48]?)\b/i,
  /^(?:date|timestamp|timestamptz)\b/i,
  /^(?:json|jsonb)\b/i,
];
const familyOf = (name: string) => families.findIndex((family) => family.test(name));

/** A cast only where PostgreSQL makes none by itself: an explicit one would cut long texts silently. */
function castFor(now: DataType, before: string, column: string): string | null {
  if (now.name === before) return null;
  const [from, to] = [now.array ? -1 : familyOf(now.name), before.endsWith(']') ? -1 : familyOf(before)];
  if (to === 0 || (from === to && from >= 0)) return null;
  return from < 0 && to < 0 ? `${column}::text::${before}` : `${column}::${before}`;
}
