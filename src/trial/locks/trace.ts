import type { Database } from '../../engine/database.ts';
import { isStronger, type LockMode } from './mode.ts';
import { type Relation, type Snapshot, takeSnapshot } from './snapshot.ts';

/** A lock on a table, a view, or an index whose table is not locked as strongly; its name is qualified. */
export interface TableLock {
  readonly table: string;
  readonly mode: LockMode;
}

/** Rows of a table that were read by going through all of it. */
interface Scan {
  readonly table: string;
  readonly rows: number;
}

/** What one statement did to the tables that were there when the trace was opened. Each list is sorted by name. */
export interface StatementTrace {
  /** The strongest lock of each table that the statement made stronger, or took. */
  readonly locks: readonly TableLock[];
  /** The strongest lock of each table that is held now: the statement's and those of its transaction before it. */
  readonly held: readonly TableLock[];
  /** Tables and indexes that were written anew, by the names they had before. */
  readonly rewrites: readonly string[];
  readonly scans: readonly Scan[];
}

/** A trace that goes on. */
export interface Trace {
  /** Tells of the statement that has run since it was last called. */
  after(): Promise<StatementTrace>;
}

/**
 * Begins to trace what statements do to the tables that are there now and that other sessions can see: not temporary ones, and none
 * that the migration makes itself.
 *
 * - Locks are those that the transaction holds when asked; ACCESS SHARE is one too. Index locks count only as ACCESS EXCLUSIVE where the
 *   table itself has a weaker one, as in REINDEX: whoever reads the table waits for them.
 * - A rewrite is another file for the same table or index (TRUNCATE, too), or another index under the name of one that was there before
 *   the statement. A table's TOAST table and sequences are left out.
 * - Rows read are counted for each time a scan passes them: a rewrite of a table with three indexes reads each row four times.
 *
 * Outside a transaction block, a statement's locks and scans end with it: then only rewrites are known. What the first text of a
 * transaction scans is not known where the text itself begins it. Each call asks one query, and throws when PostgreSQL refuses it, as
 * in a transaction that has failed.
 */
export async function openTrace(database: Database): Promise<Trace> {
  const first = await takeSnapshot(database);
  let before = first;
  return {
    async after() {
      const [then, now] = [before, await takeSnapshot(database)];
      before = now;
      const goesOn = now.transaction === then.transaction;
      const had = goesOn ? then.held : none;
      const held = locks(first, now);
      return {
        locks: held.filter(({ oid, mode }) => isStronger(mode, had.get(oid) ?? null)).map(named),
        held: held.map(named),
        rewrites: rewrites(first, then, now),
        // Between transactions PostgreSQL takes its counters back at times of its own choosing.
        scans: goesOn ? scans(first, then, now) : [],
      };
    },
  };
}

const none: Snapshot['held'] = new Map();

interface Lock extends TableLock {
  readonly oid: number;
}

const named = ({ table, mode }: Lock): TableLock => ({ table, mode });

function locks({ relations }: Snapshot, { held }: Snapshot): readonly Lock[] {
  const hides = (oid: number, mode: LockMode): boolean => {
    const table = relations.get(oid)?.table ?? null;
    return table !== null && (mode !== 'ACCESS EXCLUSIVE' || held.get(table) === mode);
  };
  return [...held]
    .flatMap(([oid, mode]) => {
      const relation = relations.get(oid);
      return relation && !hides(oid, mode) ? [{ oid, table: relation.name, mode }] : [];
    })
    .sort((a, b) => compare(a.table, b.table));
}

function rewrites(first: Snapshot, then: Snapshot, now: Snapshot): readonly string[] {
  const byName = new Map([...now.relations.values()].map((relation) => [relation.name, relation]));
  const isRewritten = (relation: Relation): boolean => {
    const same = now.relations.get(relation.oid) ?? byName.get(relation.name);
    return same !== undefined && relation.file !== null && same.file !== null && same.file !== relation.file;
  };
  // An index that an earlier statement has rebuilt is no longer the first one, but its table is.
  const isOld = ({ oid, table }: Relation) => first.relations.has(table ?? oid);
  return [...then.relations.values()]
    .filter((relation) => isOld(relation) && isRewritten(relation))
    .map(({ name }) => name)
    .sort(compare);
}

function scans(first: Snapshot, then: Snapshot, now: Snapshot): readonly Scan[] {
  return [...now.relations.values()]
    .filter(({ oid }) => first.relations.has(oid))
    .map(({ oid, name, rows }) => ({ table: name, rows: rows - (then.relations.get(oid)?.rows ?? 0) }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => compare(a.table, b.table));
}

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);
