import type { Database } from '../../engine/database.ts';
import { type Fingerprint, type Item, keyOf } from './item.ts';
import { relations } from './relations.ts';
import { routineSources } from './routines.ts';
import { type Row, selectAll, type Source } from './source.ts';
import { tableParts } from './table-parts.ts';
import { typeSources } from './types.ts';
import { wideSources } from './wide.ts';

export type { Fingerprint } from './item.ts';

const sources: readonly Source[] = [...relations, ...tableParts, ...routineSources, ...typeSources, ...wideSources];
const shapes = sources.map(({ parents = [], props }) => ({ parents: parents.length, names: Object.keys(props) }));

/** Kinds that `ignore` can name. */
const ignorable = new Set(['table', 'foreign table', 'view', 'materialized view', 'sequence']);

/**
 * Reads what is in a database besides rows, with one query, in an open transaction or outside. Left out: what is PostgreSQL's own, what
 * belongs to an extension, what is temporary, and the tables, views and sequences in `ignore` (`table` or `schema.table`, in any
 * schema without) with all that hangs on them. Throws when PostgreSQL refuses, as in a transaction that has failed.
 */
export async function fingerprint(database: Database, ignore: readonly string[] = []): Promise<Fingerprint> {
  const rows = await database.rows<Row>(selectAll(sources, database.version));
  return leaveOut(rows.map(readItem), ignore);
}

function readItem({ item: [source, kind, id, ...rest] }: Row): Item {
  const { parents, names } = shapes[Number(source)] ?? { parents: 0, names: [] };
  const props = names.flatMap((name, index) => {
    const value = rest[parents + index] ?? null;
    return value === null ? [] : [[name, value] as const];
  });
  return {
    kind,
    id,
    parents: rest.slice(0, parents).filter((parent) => parent !== null),
    props: Object.fromEntries(props),
  };
}

function leaveOut(items: Fingerprint, ignore: readonly string[]): Fingerprint {
  if (ignore.length === 0) return items;
  const ignored = new Set(ignore.map(plain));
  const isIgnored = ({ kind, id }: Item) =>
    ignorable.has(kind) && (ignored.has(plain(id)) || ignored.has(plain(id).replace(/^[^.]*\./, '')));
  const gone = new Set(items.filter(isIgnored).map(keyOf));
  // Parents may come after their children: a sequence goes with a column that goes with a table.
  for (let before = -1; before < gone.size;) {
    before = gone.size;
    for (const item of items) if (item.parents.some((parent) => gone.has(parent))) gone.add(keyOf(item));
  }
  return items.filter((item) => !gone.has(keyOf(item)));
}

const plain = (name: string): string => name.replaceAll('"', '');
