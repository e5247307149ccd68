import { isMissing, joined as list, keysOf, knownString } from '../sql.ts';
import { constant, type Text, textValue } from '../string-text.ts';
import { stringValue, unknown, type Value } from '../values.ts';
import { fragmentOf } from './fragment.ts';
import type { Query, Verb } from './query-state.ts';
import { whereText } from './where.ts';
import { bound, moved, name, names, parameter } from './words.ts';

/** The SQL of a query as Knex makes it for PostgreSQL (lib/dialects/postgres/query/pg-querycompiler.js). */
export function querySql(query: Query, verb: Verb = query.verb): Text | null {
  switch (verb) {
    case 'delete':
      return deleteSql(query);
    case 'insert':
      return insertSql(query);
    case 'truncate':
      return query.at.sql`truncate ${tableOf(query)} restart identity`;
    case 'update':
      return updateSql(query);
    case 'select':
      return selectSql(query);
  }
}

/** The query as a part of another. */
export function partSql(query: Query): Text {
  const text = querySql(query) ?? [];
  return query.verb === 'select' ? query.at.sql`(${text})` : text;
}

function tableOf({ table, schema, at }: Query): Text {
  if (!table) return name(unknown(at.written, at.range));
  return fragmentOf(table) ? name(table) : moved(name(table, schema), at.head);
}

const only = ({ isOnly }: Query) => isOnly && 'only ';

function where({ at, clauses }: Query): Text | null {
  const text = whereText(clauses);
  return text && at.sql` where ${text}`;
}

function withSql({ at, withs }: Query): Text {
  if (withs.length === 0) return [];
  const all = withs.map(({ alias, columns, body }) => at.sql`${alias}${columns && at.sql`(${names(columns)})`} as ${body()}`); // prettier-ignore
  return at.sql`with ${withs.some(({ isRecursive }) => isRecursive) && 'recursive '}${list(all, ', ')} `;
}

/** Tables that are joined come after USING, what joins them after WHERE. */
function deleteSql(query: Query): Text {
  const { at, joins, using } = query;
  const others = [...(using ? [names(using)] : []), ...joins.map(({ table }) => table)];
  const links = joins.flatMap(({ on }) => on ?? []);
  const limit = where(query);
  const link = links.length > 0 && at.sql`${limit ? ' and ' : ' where '}${list(joins.flatMap(({ on }) => (on ? [on] : [])), ' and ')}`; // prettier-ignore
  return at.sql`${withSql(query)}delete from ${only(query)}${tableOf(query)}${others.length > 0 && at.sql` using ${list(others, ', ')}`}${limit}${link}`;
}

function updateSql(query: Query): Text | null {
  const { at, from, values } = query;
  const inOrder = [...values.values()].sort((a, b) => Number(a.sign !== null) - Number(b.sign !== null));
  const all = inOrder.map(({ column, value, sign }) =>
    sign ? at.sql`${name(column)} = ${name(column)} ${sign} ${bound(value)}` : at.sql`${name(column)} = ${isMissing(value) ? parameter(value.range) : bound(value)}`,
  ); // prettier-ignore
  if (all.length === 0) return null;
  return at.sql`${withSql(query)}update ${only(query)}${tableOf(query)} set ${list(all, ', ')}${from && at.sql` from ${name(from)}`}${where(query)}`;
} // prettier-ignore

function insertSql(query: Query): Text | null {
  const body = insertBody(query);
  return body && query.at.sql`${withSql(query)}insert into ${tableOf(query)} ${body}${conflictSql(query)}`;
}

function insertBody({ at, rows }: Query): Text | null {
  if (!rows) return at.sql`default values`;
  const part = fragmentOf(rows);
  if (part) return part.fragment();
  const all = rows.kind === 'array' ? rows.items : [rows];
  if (rows.kind === 'array' && all.length === 0 && !rows.isOpen) return null;
  const columns = columnsOf(rows);
  if (columns.length === 0 && rows.kind === 'object' && !rows.isOpen) return at.sql`default values`;
  if (columns.length === 0) return at.sql`values (${parameter(rows.range)})`;
  // What the values are says nothing but for parts of SQL: of many rows one is enough.
  const shown = all.filter((row, index) => index === 0 || holdsPart(row));
  const lists = shown.map((row) => at.sql`(${list(columns.map((column) => valueIn(row, column)), ', ')})`);
  return at.sql`(${names({ kind: 'array', items: [...columns], isOpen: false, range: rows.range })}) values ${list(lists, ', ')}`;
} // prettier-ignore

function valueIn(row: Value, column: Value): Text {
  const value = row.kind === 'object' ? row.properties.get(knownString(column) ?? '') : undefined;
  return value ? bound(value) : [constant('DEFAULT', column.range)];
}

const holdsPart = (row: Value) => row.kind === 'object' && [...row.properties.values()].some((value) => fragmentOf(value) !== null); // prettier-ignore

/** The columns of all rows, sorted. */
function columnsOf(rows: Value): readonly Value[] {
  const found = new Map<string, Value>();
  for (const row of rows.kind === 'array' ? rows.items : [rows])
    if (row.kind === 'object') for (const key of keysOf(row)) found.set(knownString(key) ?? '', found.get(knownString(key) ?? '') ?? key); // prettier-ignore
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
}

function conflictSql(query: Query): Text | null {
  const { at, conflict } = query;
  if (!conflict) return null;
  const { columns, merge } = conflict;
  const target = isMissing(columns) ? null : fragmentOf(columns) ? name(columns) : at.sql`(${names(columns)})`;
  const start = at.sql` on conflict ${target && at.sql`${target} `}do `;
  if (!merge) return at.sql`${start}nothing`;
  const changes = list(mergedColumns(query, merge), ', ');
  return at.sql`${start}update set ${changes}${where(query)}`;
}

function mergedColumns({ at, rows }: Query, merge: Value): readonly Text[] {
  if (merge.kind === 'object')
    return keysOf(merge).map((key) => at.sql`${name(key)} = ${bound(merge.properties.get(knownString(key) ?? '') ?? key)}`); // prettier-ignore
  const given = merge.kind === 'array' ? merge.items : rows ? columnsOf(rows) : [];
  const columns = given.length > 0 ? given : [stringValue([constant('columns', merge.range)], merge.range)];
  return columns.map((column) => at.sql`${name(column)} = excluded.${name(column)}`);
}

function selectSql(query: Query): Text {
  const { at, columns, table, joins } = query;
  const all = columns.length === 0 ? at.sql`*` : list(columns.map((column) => name(column)), ', '); // prettier-ignore
  const source = table ? at.sql` from ${only(query)}${tableOf(query)}` : null;
  const joined = joins.map(({ table: other, on }) => (on ? at.sql` inner join ${other} on ${on}` : at.sql` ${isClause(other) ? '' : ', '}${other}`)).flat(); // prettier-ignore
  return at.sql`${withSql(query)}select ${all}${source}${joined}${where(query)}${restOf(query)}`;
}

/** A raw join begins with its own words. */
const isClause = (text: Text) => /\bjoin\b/i.test(textValue(text));

/** GROUP BY, HAVING and LIMIT: of each the first, which is enough to say that not all rows are meant. */
function restOf({ at, groups, ends }: Query): Text {
  const first = (words: string) => groups.find((each) => each.words === words);
  const found = [first('group by'), first('having'), ...ends.filter(({ words }) => words !== 'limit'), ends.find(({ words }) => words === 'limit')]; // prettier-ignore
  return found.flatMap((each) => (each ? at.sql` ${each.words} ${each.text}` : []));
}
