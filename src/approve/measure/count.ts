import type { Session } from '../../engine/postgres/client.ts';
import { quoteIdentifier, quoteName } from '../../sql/quote.ts';
import type { TableVolume } from '../../approval/record.ts';
import { columnStatistics, membersOf, type Member, type Relation } from './catalog.ts';

/** How much there is, as far as it can be known: `rows` is null where neither counting nor statistics tell. */
export interface Amount extends Omit<TableVolume, 'rows'> {
  readonly rows: number | null;
}

/** A relation whose rows go, or with them only the values of a column. */
export interface Counted {
  readonly relation: Relation;
  readonly column: string | null;
}

/** Counts, for as long as the clock allows, else tells what statistics say. `left`: milliseconds. */
export async function countRows(session: Session, { relation, column }: Counted, left: () => number) {
  const members = await membersOf(session, relation.oid);
  const table = `${relation.schema}.${relation.name}${column === null ? '' : `.${column}`}`;
  const value = column === null ? null : quoteIdentifier(column);
  const select = value === null ? 'count(*) AS rows, 0 AS bytes' : `count(${value}) AS rows, coalesce(sum(pg_column_size(${value})), 0) AS bytes`;
  const exact = await within<{ rows: number; bytes: number }>(session, `SELECT ${select} FROM ${quoteName(relation)}`, left());
  const bytes = members.reduce((sum, each) => sum + each.bytes, 0);
  if (exact) return { members, amount: { table, rows: exact.rows, exact: true, bytes: column === null ? bytes : exact.bytes } satisfies Amount };
  const rows = statisticsOf(members);
  if (column === null) return { members, amount: { table, rows, exact: false, bytes } satisfies Amount };
  const known = await columnStatistics(session, relation, column);
  const filled = rows === null || !known ? null : Math.round(rows * (1 - known.empty));
  return { members, amount: { table, rows: filled, exact: false, bytes: Math.round((filled ?? 0) * (known?.width ?? 0)) } satisfies Amount };
} // prettier-ignore

/** The sum over those that hold rows themselves; null where one was never analyzed. */
function statisticsOf(members: readonly Member[]): number | null {
  const holding = members.filter(({ kind }) => kind !== 'p');
  return holding.some(({ rows }) => rows < 0) ? null : Math.round(holding.reduce((sum, { rows }) => sum + rows, 0));
}

/** The first row, or null when it takes longer, waits for a lock or may not be read. The transaction goes on. */
async function within<Row extends object>(session: Session, select: string, milliseconds: number): Promise<Row | null> {
  if (milliseconds < 1) return null;
  await session.run(`SAVEPOINT counted; SET LOCAL statement_timeout = ${Math.ceil(milliseconds)}`);
  try {
    return (await session.rows<Row>(select))[0] ?? null;
  } catch (error) {
    if (session.isLost()) throw error;
    return null;
  } finally {
    // The limit of catalogs comes back with it.
    await session.run('ROLLBACK TO SAVEPOINT counted');
  }
}
