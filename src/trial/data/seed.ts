import type { Database } from '../../engine/database.ts';
import { readCatalog, type Catalog } from './catalog.ts';
import { choose } from './choose.ts';
import { readExisting } from './existing.ts';
import { domainPuzzle, groupsOf, leansOnOthers, puzzleOf, type Group } from './groups.ts';
import { insertRows } from './insert.ts';
import { planOf } from './plan.ts';
import { solve } from './puzzle.ts';
import { domainChecks, type DomainValues } from './sample.ts';
import { shapeOf, type Shape, type Table } from './shape.ts';
import { valuesOf, type Known } from './values.ts';

/** What became of each table, under its name as SQL has it: schema and name, quoted where they must be. */
export interface Seeding {
  /** Tables that hold rows now, and how many: those that were there and those that were put in. */
  readonly filled: readonly { readonly table: string; readonly rows: number }[];
  /** Tables that stayed empty, and why. */
  readonly unfilled: readonly { readonly table: string; readonly reason: string }[];
}

/**
 * Puts rows into every table of the user, as far as rows can be found that fit: two that are full and distinct, one that is NULL where
 * it may be, and one that repeats the first where it may. Rows that are there stay. A partition stands for itself, a partitioned table
 * only where it has none. It works inside an open transaction and outside; the session's settings are as they were afterwards.
 */
export async function seed(database: Database): Promise<Seeding> {
  const catalog = await readCatalog(database);
  const shape = shapeOf(catalog);
  const tables = [...shape.tables.values()];
  const plain = {
    domains: new Map(),
    solved: new Map(),
    existing: await readExisting(database, shape),
  } satisfies Known;
  const groups = tables.filter(({ partitioned }) => !partitioned).flatMap(groupsOf);
  const first = await solveGroups(
    database,
    shape,
    plain,
    groups.filter((group) => !leansOnOthers(group)),
    domainsIn(catalog),
  );
  const known = await solveGroups(database, shape, first, groups.filter(leansOnOthers), []);
  const plan = planOf(catalog, shape, valuesOf(shape, known));
  const results = plan.tables.length === 0 ? [] : await insertRows(database, plan);
  const found = plan.tables.map(({ name }, at) => ({
    table: name,
    rows: results[at]?.rows ?? 0,
    reason: results[at]?.reason,
  }));
  const hollow = tables.filter(
    ({ partitioned, id, root, leaves }) => partitioned && id === root && leaves.length === 0,
  );
  const empty = new Set(found.flatMap(({ table, rows }) => (rows > 0 ? [] : [table])));
  const missing = (name: string) => {
    const keys = tables.find((table) => table.name === name)?.keys ?? [];
    const target = keys.map(({ to }) => shape.tables.get(to)).find((other) => other && !filledIn(shape, other, empty));
    return target ? `${target.name} holds no row that it could reference` : 'no row came of it';
  };
  return {
    filled: found.flatMap(({ table, rows }) => (rows > 0 ? [{ table, rows }] : [])),
    unfilled: [
      ...found.flatMap(({ table, rows, reason }) => (rows > 0 ? [] : [{ table, reason: reason ?? missing(table) }])),
      ...hollow.map(({ name }) => ({ table: name, reason: 'it has no partitions' })),
    ],
  };
}

const filledIn = (shape: Shape, { leaves }: Table, empty: ReadonlySet<string>) =>
  leaves.some((leaf) => !empty.has(shape.tables.get(leaf)?.name ?? ''));

function domainsIn({ types }: Catalog): readonly number[] {
  const byId = new Map(types.map((type) => [type.id, type]));
  return types.flatMap(({ id }) => (domainChecks(byId, id).length > 0 ? [id] : []));
}

/** What is known, and the values that fulfil the checks of these groups and domains. */
async function solveGroups(
  database: Database,
  shape: Shape,
  known: Known,
  groups: readonly Group[],
  domains: readonly number[],
): Promise<Known> {
  const { valueOf, distinct } = valuesOf(shape, known);
  const puzzles = [
    ...domains.map((id) => domainPuzzle(shape.types, id)),
    ...groups.map((group) => puzzleOf(shape, valueOf, group)),
  ];
  const solutions = await solve(database, puzzles);
  const solvedDomains: DomainValues = new Map([
    ...known.domains,
    ...domains.flatMap((id, at) => {
      const found = solutions[at];
      return found ? [[id, choose(found, [true]).map(([text]) => text ?? null)] as const] : [];
    }),
  ]);
  const solved = new Map([...known.solved].map(([table, columns]) => [table, new Map(columns)]));
  for (const [at, { table, columns }] of groups.entries()) {
    const found = solutions[domains.length + at];
    if (!found) continue;
    const chosen = choose(
      found,
      columns.map(({ name }) => distinct(table).has(name)),
    );
    const values = solved.get(table.id) ?? new Map<string, readonly (string | null)[]>();
    for (const [column, { name }] of columns.entries())
      values.set(
        name,
        chosen.map((solution) => solution[column] ?? null),
      );
    solved.set(table.id, values);
  }
  return { ...known, domains: solvedDomains, solved };
}
