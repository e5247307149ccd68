import type { Range } from '../../types.ts';
import type { Call } from '../call.ts';
import { asText, knownString } from '../sql.ts';
import { constant, textValue } from '../string-text.ts';
import { builtin, type FunctionValue, objectValue, stringValue, type Test, unknown, type Value } from '../values.ts'; // prettier-ignore
import { loadedColumn, nameOf, option } from './options.ts';

/** Where each kind of thing is looked up. */
const catalogs = { database: 'pg_database', schema: 'schemata', table: 'tables', view: 'pg_views', column: 'columns', index: 'pg_indexes', constraint: 'table_constraints' } as const; // prettier-ignore

type Kind = keyof typeof catalogs;

/** Whether something of these names is there. */
export function asks(kind: Kind, names: readonly Value[], range: Range, expression = ''): Test {
  const literals = names.map((name) => textValue(asText(nameOf(name))));
  return { kind: 'test', tests: 'present', reads: [catalogs[kind]], literals, expression, range };
}

/** What TypeORM asks before it creates a table. */
export const tableIsMissing = (table: Value, range: Range): Test => ({ ...asks('table', [table], range), tests: 'absent' }); // prettier-ignore

/** What it asks before it drops one. */
export const tableIsThere = (table: Value, range: Range): Test => asks('table', [table], range);

/** Lists of a table, with what they hold. */
const lists: Readonly<Record<string, Kind>> = {
  columns: 'column', indices: 'index', foreignKeys: 'constraint', uniques: 'constraint', checks: 'constraint', exclusions: 'constraint', primaryColumns: 'column',
}; // prettier-ignore

/** The table that `getTable` gives: true while there is one, with its columns, indexes and constraints. */
export function loadedTable(call: Call, kind: 'table' | 'view' = 'table'): Test {
  const name = nameOf(call.argument(0));
  const table = objectValue([['name', name]], call.range);
  for (const [list, each] of Object.entries(lists)) table.properties.set(list, loadedList(each, name, call, list));
  const find = (inner: Call) => part('column', name, inner.argument(0), inner);
  table.properties.set('findColumnByName', builtin('findColumnByName', find));
  for (const method of ['findColumnIndices', 'findColumnForeignKeys', 'findColumnUniques', 'findColumnChecks'])
    table.properties.set(method, builtin(method, (inner) => asks(method === 'findColumnIndices' ? 'index' : 'constraint', [name, inner.argument(0)], inner.range, inner.written))); // prettier-ignore
  table.properties.set(
    'clone',
    builtin('clone', () => table),
  );
  return { ...asks(kind, [name], call.range, call.written), answer: table };
}

/** `table.foreignKeys`: what `find` gives is told by the names in the function that it is given. */
function loadedList(kind: Kind, table: Value, call: Call, list: string): Test {
  const find = (inner: Call) => {
    const [callback] = inner.args;
    const words = callback?.kind === 'function' ? quotedIn(callback) : [];
    const named = callback?.kind === 'function' ? nameAskedFor(callback, inner) : null;
    const subject = `${knownString(table) ?? call.written}.${list} ${words.join(' ')}`;
    const found = part(kind, table, named ?? unknown(words.length > 0 ? subject : inner.written, inner.range), inner);
    return { ...found, literals: [...new Set([...found.literals, ...words])] };
  };
  const answer = objectValue([['find', builtin('find', find)]], call.range);
  return { ...asks(kind, [table], call.range, `${call.written}.${list}`), answer };
}

/** A column, index or constraint that the table has, under a name that may not be known. */
function part(kind: Kind, table: Value, name: Value, call: Call): Test {
  const answer = objectValue([['name', name]], call.range, kind === 'column' ? loadedColumn : null);
  answer.properties.set(
    'clone',
    builtin('clone', (inner) => objectValue([], inner.range, answer)),
  );
  return { ...asks(kind, [table, name], call.range, call.written), answer };
}

const sourceOf = ({ node, scope }: FunctionValue): string => scope.source.slice(...(node.range ?? [node.start, node.end])); // prettier-ignore

const quotedIn = (callback: FunctionValue): readonly string[] =>
  [...sourceOf(callback).matchAll(/(['"`])((?:(?!\1)[^\\])*)\1/g)].map(([, , word = '']) => word);

/** The name of `column => column.name === 'email'`. */
function nameAskedFor(callback: FunctionValue, call: Call): Value | null {
  const [, , name = ''] = /\.\s*name\s*===?\s*(['"])([^'"\\]+)\1\s*\)?;?\s*\}?$/.exec(sourceOf(callback)) ?? [];
  return name === '' ? null : stringValue([constant(name, call.range)], call.range);
}

/** What a column of the database is called in the script, when it is one: its copies have changed nothing but what they say. */
export function originOf(column: Value): Value | null {
  if (column.kind === 'test') return column.answer ? originOf(column.answer) : null;
  if (column.kind !== 'object') return null;
  if (column.base === loadedColumn) return option(column, 'name') ?? unknown('', column.range);
  return column.base ? originOf(column.base) : null;
}
