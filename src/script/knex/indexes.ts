import type { Call } from '../call.ts';
import { isMissing, isTrue, knownString, property } from '../sql.ts';
import type { Text } from '../string-text.ts';
import type { Value } from '../values.ts';
import { takeParts } from './fragment.ts';
import { alterAt, defaultName, primaryName, type Table, tableAt } from './table-state.ts';
import { moved, name, names } from './words.ts';
import { clausesOf } from './predicate.ts';

/** `index`, `unique` and `primary`, of a table or of one of its columns. */
export function addIndex(call: Call, table: Table): void {
  takeParts(call.args);
  if (call.name === 'primary') addPrimary(call, table);
  else call.send(() => (call.name === 'unique' ? uniqueSql(call, table) : indexSql(call, table)));
}

/** What stands at the call's own words. */
const at = (call: Call, text: Text) => moved(text, call.head);

/** A name that is given, or the one that Knex makes. */
function nameOf(call: Call, given: Value | undefined, otherwise: Value): Text {
  const isGiven = given && !isMissing(given) && knownString(given) !== '' && !(given.kind === 'constant');
  return at(call, name(isGiven ? given : otherwise));
}

function addPrimary(call: Call, table: Table): void {
  const second = call.argument(1);
  const given = second.kind === 'object' ? property(second, 'constraintName') : second;
  const make = () => call.sql`constraint ${nameOf(call, given, primaryName(table, call))} primary key (${at(call, names(call.argument(0)))})${deferrable(call, second)}`; // prettier-ignore
  if (table.mode !== 'create') call.send(() => call.sql`${alterAt(table, call)}add ${make()}`);
  else table.primary ??= make;
}

function deferrable(call: Call, options: Value): Text | null {
  const words = knownString(property(options, 'deferrable') ?? options);
  return options.kind === 'object' && words !== null && /^[a-z ]+$/i.test(words) ? call.sql` deferrable initially ${words}` : null; // prettier-ignore
}

function uniqueSql(call: Call, table: Table): Text {
  const [columns, second] = [call.argument(0), call.argument(1)];
  const isOptions = second.kind === 'object';
  const own = nameOf(call, isOptions ? property(second, 'indexName') : second, defaultName(table, columns, 'unique'));
  const predicate = property(second, 'predicate');
  const use = property(second, 'useConstraint');
  const isConstraint = use === undefined || isMissing(use) ? predicate === undefined || property(second, 'deferrable') !== undefined : isTrue(use); // prettier-ignore
  const list = at(call, names(columns));
  if (isConstraint) return call.sql`${alterAt(table, call)}add constraint ${own} unique (${list})${deferrable(call, second)}`; // prettier-ignore
  return call.sql`create unique index ${own} on ${tableAt(table, call)} (${list})${clausesOf(call, predicate)}`;
}

function indexSql(call: Call, table: Table): Text {
  const [columns, given, options] = [call.argument(0), call.argument(1), call.argument(2)];
  const own = nameOf(call, given, defaultName(table, columns, 'index'));
  const kind = knownString(property(options, 'indexType') ?? options);
  const isUnique = options.kind === 'object' && kind?.toLowerCase() === 'unique';
  const storage = knownString(options.kind === 'object' ? (property(options, 'storageEngineIndexType') ?? call.argument(9)) : options); // prettier-ignore
  const method = storage !== null && /^\w+$/.test(storage) ? call.sql` using ${storage}` : null;
  return call.sql`create${isUnique && ' unique'} index ${own} on ${tableAt(table, call)}${method} (${at(call, names(columns))})${clausesOf(call, property(options, 'predicate'))}`;
} // prettier-ignore

const suffixes: Readonly<Record<string, string>> = { dropUnique: 'unique', dropForeign: 'foreign', dropIndex: 'index' };

/** `dropUnique`, `dropForeign`, `dropPrimary`, `dropIndex`, some with `IfExists`, by name or by columns. */
export function dropIndex(call: Call, table: Table): void {
  takeParts(call.args);
  const method = call.name.replace('IfExists', '');
  const suffix = suffixes[method];
  const [given, otherwise] = suffix === undefined ? [call.args[0], primaryName(table, call)] : [call.args[1], defaultName(table, call.argument(0), suffix)]; // prettier-ignore
  const own = nameOf(call, given, otherwise);
  if (method === 'dropIndex') {
    call.send(() => call.sql`drop index ${table.place.schema && call.sql`${at(call, name(table.place.schema))}.`}${own}`);
    return;
  }
  const guard = call.name.endsWith('IfExists') && 'if exists ';
  call.send(() => call.sql`${alterAt(table, call)}drop constraint ${guard}${own}`);
} // prettier-ignore
