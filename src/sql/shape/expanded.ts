import type { Alias, CommonTableExpr, JoinExpr, Node, ResTarget, SelectStmt } from '@pgsql/types';
import { relationName, strings } from '../lower/names.ts';
import { type Draft, find, type Thing } from './shape.ts';

/** Names in their order; null where they are not known. */
export type Columns = readonly string[] | null;

/** What FROM brings: the columns that `*` means, and those of each name. */
interface Brought {
  readonly star: Columns;
  readonly named: ReadonlyMap<string, Columns>;
}

interface Scope {
  readonly draft: Draft;
  /** The columns of each WITH query. */
  readonly queries: ReadonlyMap<string, Columns>;
  /** What each `*` was found to mean. */
  readonly stars: Columns[];
}

/** The columns that a query has, and all that its `*` mean at this moment: PostgreSQL writes them out when a view is made. */
export function expand(query: Node | undefined, draft: Draft): { readonly columns: Columns; readonly stars: readonly Columns[] } {
  const stars: Columns[] = [];
  if (!query || !('SelectStmt' in query)) return { columns: null, stars };
  return { columns: columnsOf(query.SelectStmt, { draft, queries: new Map(), stars }), stars };
} // prettier-ignore

function columnsOf(select: SelectStmt, outer: Scope): Columns {
  const scope = withQueries(select, outer);
  if (select.larg) {
    const columns = columnsOf(select.larg, scope);
    if (select.rarg) columnsOf(select.rarg, scope);
    return columns;
  }
  const [row] = select.valuesLists ?? [];
  if (row) return 'List' in row ? (row.List.items ?? []).map((_, index) => `column${index + 1}`) : null;
  const from = joined((select.fromClause ?? []).map((item) => broughtBy(item, scope)));
  return together((select.targetList ?? []).map((item) => ('ResTarget' in item ? targetColumns(item.ResTarget, from, scope) : null)));
} // prettier-ignore

function withQueries(select: SelectStmt, scope: Scope): Scope {
  const queries = new Map(scope.queries);
  const inner = { ...scope, queries };
  for (const item of select.withClause?.ctes ?? [])
    if ('CommonTableExpr' in item) queries.set(item.CommonTableExpr.ctename ?? '', queryColumns(item.CommonTableExpr, inner));
  return inner;
} // prettier-ignore

function queryColumns({ ctequery, aliascolnames }: CommonTableExpr, scope: Scope): Columns {
  const columns = ctequery && 'SelectStmt' in ctequery ? columnsOf(ctequery.SelectStmt, scope) : null;
  return renamed(columns, strings(aliascolnames));
}

const renamed = (columns: Columns, names: readonly string[]): Columns =>
  columns && [...names, ...columns.slice(names.length)];

function targetColumns({ name, val }: ResTarget, { star, named }: Brought, { stars }: Scope): Columns {
  const fields = val && 'ColumnRef' in val ? (val.ColumnRef.fields ?? []) : [];
  const last = fields.at(-1);
  if (!last || !('A_Star' in last)) return [name ?? strings(fields).at(-1) ?? '?'];
  const owner = strings(fields).at(-1);
  const columns = owner === undefined ? star : (named.get(owner) ?? null);
  stars.push(columns);
  return columns;
}

function broughtBy(item: Node, scope: Scope): Brought {
  if ('JoinExpr' in item) return joinedBy(item.JoinExpr, scope);
  if ('RangeVar' in item) {
    const name = relationName(item.RangeVar);
    const query = name.schema === null ? scope.queries.get(name.name) : undefined;
    const columns = query === undefined ? relationColumns(find(scope.draft, 'table', name)?.[1]) : query;
    return called(columns, item.RangeVar.alias, name.name);
  }
  if (!('RangeSubselect' in item)) return called(null, aliasIn(item), '');
  const { subquery, alias } = item.RangeSubselect;
  return called(subquery && 'SelectStmt' in subquery ? columnsOf(subquery.SelectStmt, scope) : null, alias, '');
}

const aliasIn = (item: Node) => ('RangeFunction' in item ? item.RangeFunction.alias : undefined);

function called(columns: Columns, alias: Alias | undefined, name: string): Brought {
  const star = renamed(columns, strings(alias?.colnames));
  return { star, named: new Map([[alias?.aliasname ?? name, star]]) };
}

/** The columns that a join is by come once, before the others. */
function joinedBy({ larg, rarg, usingClause, isNatural, alias }: JoinExpr, scope: Scope): Brought {
  const sides = [larg, rarg].map((side) => (side ? broughtBy(side, scope) : called(null, undefined, '')));
  const [left, right] = sides.map(({ star }) => star);
  const both = joined(sides);
  const shared = isNatural ? (left ?? []).filter((column) => right?.includes(column)) : strings(usingClause);
  const once = both.star && [...shared, ...both.star.filter((column) => !shared.includes(column))];
  return alias ? called(once, alias, '') : { ...both, star: once };
}

function joined(sides: readonly Brought[]): Brought {
  return {
    star: together(sides.map(({ star }) => star)),
    named: new Map(sides.flatMap(({ named }) => [...named])),
  };
}

function together(all: readonly Columns[]): Columns {
  const known = all.filter((columns) => columns !== null);
  return known.length < all.length ? null : known.flat();
}

function relationColumns(thing: Thing | undefined): Columns {
  if (!thing?.isSure) return null;
  if (thing.columns !== undefined) return thing.columns;
  const columns = [...thing.parts.values()].filter(({ kind }) => kind === 'column');
  return thing.isWhole && thing.object === 'table' && columns.every(({ isSure }) => isSure) ? columns.map(({ name }) => name) : null;
} // prettier-ignore
