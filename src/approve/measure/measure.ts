import type { TableVolume, Volume } from '../../approval/record.ts';
import type { Session } from '../../engine/postgres/client.ts';
import { printName } from '../../name-list.ts';
import { quoteName } from '../../sql/quote.ts';
import type { Name } from '../../types.ts';
import type { Request } from '../request.ts';
import type { Target } from '../target.ts';
import {
  askHere,
  findTable,
  referringTo,
  schemasIn,
  tablesOf,
  type Here,
  type Member,
  type Relation,
} from './catalog.ts';
import { countRows, type Amount, type Counted } from './count.ts';
import { dependentsOf } from './dependents.ts';

/** What a database says of a request. */
export interface Measured {
  readonly volume: Volume;
  readonly dependents: readonly string[];
  /** The tables that hold what goes: a backup must have their rows. */
  readonly holding: readonly Name[];
  /** The tables that those are the partitions of. */
  readonly wholes: readonly Name[];
  /** What the database does not have. */
  readonly missing: readonly string[];
}

/** Without a database nothing is known. */
export const unmeasured: Measured = {
  volume: { known: false, why: 'no database given' },
  dependents: [],
  holding: [],
  wholes: [],
  missing: [],
};

/** Measures a request in a session's transaction. `left`: the milliseconds that counting may still take. */
export async function measure(session: Session, request: Request, at: Date, left: () => number): Promise<Measured> {
  const here = await askHere(session);
  // The migration's own setting has its names as they are, the session's as SQL.
  const path = request.searchPath?.split(/,\s*/) ?? schemasIn(here);
  const found = await Promise.all(request.targets.map(async (target) => ({ target, counted: await countedOf(session, target, path, here) })));
  const counted = distinct(found.flatMap((each) => each.counted ?? []));
  const sums: Sum[] = [];
  for (const each of counted) sums.push({ ...each, ...(await countRows(session, each, left)) });
  const missing = found.flatMap(({ target, counted: those }) => (those === null ? [nameOf(target)] : []));
  const members = sums.flatMap((each) => each.members);
  const ofKind = (kind: string) => distinctNames(members.filter((each) => each.kind === kind));
  return {
    volume: volumeOf(sums.map(({ amount }) => amount), missing, at),
    dependents: await dependentsOfAll(session, sums),
    holding: ofKind('r'),
    wholes: ofKind('p'),
    missing,
  };
} // prettier-ignore

/** What was found of a relation. */
interface Sum extends Counted {
  readonly members: readonly Member[];
  readonly amount: Amount;
}

async function dependentsOfAll(session: Session, sums: readonly Sum[]): Promise<readonly string[]> {
  const wholes = sums.filter(({ column }) => column === null);
  const parts = wholes.flatMap(({ relation, members }) => members.filter(({ oid }) => oid !== relation.oid));
  const all = parts.map((part) => `${part.partition ? 'partition' : 'inheriting table'} ${quoteName(part)}`);
  const relations = wholes.flatMap(({ members }) => members.map(({ oid }) => oid));
  all.push(...(await dependentsOf(session, { relations, column: null })));
  for (const { relation, column } of sums)
    if (column !== null) all.push(...(await dependentsOf(session, { relations: [relation.oid], column })));
  return [...new Set(all)];
}

/** What is only a part of it is not told as if it were all. */
function volumeOf(amounts: readonly Amount[], missing: readonly string[], at: Date): Volume {
  const tables = amounts.flatMap(({ table, rows, exact, bytes }): readonly TableVolume[] => (rows === null ? [] : [{ table, rows, exact, bytes }]));
  const uncounted = amounts.filter(({ rows }) => rows === null).map(({ table, bytes }) => `${table} (${bytes} bytes) could not be counted in time, and has no statistics`);
  if (tables.length > 0 && uncounted.length === 0) return { known: true, at: at.toISOString(), tables };
  const known = tables.map(({ table, rows, exact }) => `${table} has ${exact ? '' : 'about '}${rows} rows`);
  const why = [...uncounted, ...known, ...missing.map((name) => `${name} is not in the database given`)];
  return { known: false, why: why.join('; ') || 'there is nothing to count' };
} // prettier-ignore

const nameOf = ({ kind, name }: Target) => `${kind === 'column' ? 'table' : kind} ${printName(name)}`;

/** The relations that lose rows or values; null where the database does not have what is named. */
async function countedOf(session: Session, target: Target, path: readonly string[], { user, database }: Here): Promise<readonly Counted[] | null> {
  const whole = (relations: readonly Relation[]): readonly Counted[] => relations.map((relation) => ({ relation, column: null }));
  const { kind, name, column, spreads } = target;
  if (kind === 'other') return [];
  if (kind === 'schema') return whole(await tablesOf(session, { schemas: [name.name] }));
  if (kind === 'owned') return whole(await tablesOf(session, { owners: name.name.split(', ').map((each) => (/^(?:current_user|current_role|session_user)$/.test(each) ? user : each)) }));
  if (kind === 'database') return name.name === database ? whole(await tablesOf(session, 'database')) : null;
  const relation = await findTable(session, name, path);
  if (!relation) return null;
  return [{ relation, column }, ...(spreads ? whole(await referringTo(session, [relation.oid])) : [])];
} // prettier-ignore

function distinct(counted: readonly Counted[]): readonly Counted[] {
  const key = ({ relation, column }: Counted) => `${relation.oid} ${column}`;
  return counted.filter((each, index) => counted.findIndex((other) => key(other) === key(each)) === index);
}

const distinctNames = (names: readonly Name[]): readonly Name[] =>
  names
    .filter((name, index) => names.findIndex((other) => printName(other) === printName(name)) === index)
    .map(({ schema, name }) => ({ schema, name }));
