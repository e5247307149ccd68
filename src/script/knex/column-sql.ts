import { joined } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import type { Value } from '../values.ts';
import { fragmentOf } from './fragment.ts';
import { alterAt, type Column, defaultName, type Foreign, type Table, tableAt, tableName } from './table-state.ts';
import { moved, name, names, quoteLiteral, verbatimOf } from './words.ts';
import { knownString } from '../sql.ts';

/** A column as CREATE TABLE and ADD COLUMN define it. */
function definition(column: Column): Text {
  const { call, kind, isNotNull, checks } = column;
  const type = call.sql`${moved(name(column.name), call.head)} ${column.type()}`;
  if (kind === 'increments') return type;
  const nullable = isNotNull === null ? null : isNotNull ? ' not null' : ' null';
  const conditions = checks.map(({ text, name: key }) => call.sql` ${key && call.sql`constraint ${moved(verbatimOf(key), call.head)} `}check (${text})`); // prettier-ignore
  return call.sql`${type}${nullable}${fallbackOf(column)}${conditions.flat()}`;
}

function fallbackOf({ fallback, call }: Column): Text | null {
  if (!fallback) return null;
  const value = defaultText(fallback.value);
  return value && call.sql` default ${fragmentOf(fallback.value) ? value : moved(value, call.head)}`;
}

/** A default is written as a string, whatever it is; an unknown one stays a placeholder. */
function defaultText(value: Value): Text | null {
  const part = fragmentOf(value);
  if (part) return part.fragment();
  const words = knownString(value);
  if (words !== null) return [constant(quoteLiteral(words), value.range)];
  if (value.kind !== 'constant') return value.kind === 'object' || value.kind === 'array' ? [constant("'{}'", value.range)] : name(value); // prettier-ignore
  if (value.value === undefined) return null;
  return [constant(value.value === null ? 'null' : `'${typeof value.value === 'boolean' ? Number(value.value) : String(value.value)}'`, value.range)]; // prettier-ignore
}

/** What a column sends inside ALTER TABLE: it is added, or changed when `alter()` was called. */
export function columnSql(column: Column): Text {
  const { alters, call, table } = column;
  if (alters) return changeSql(column);
  return call.sql`${column.before()}${alterAt(table, call)}add column ${definition(column)}`;
}

/** `alter()` takes default and NOT NULL away first, and casts the column to its type. */
function changeSql(column: Column): Text {
  const { call, table, alters, kind, isNotNull } = column;
  const own = moved(name(column.name), call.head);
  const start = call.sql`${alterAt(table, call)}alter column ${own} `;
  const type = column.type();
  const fallback = fallbackOf(column);
  const steps = [
    call.sql`${start}drop default`,
    alters?.nullable ? call.sql`${start}drop not null` : null,
    alters?.type ? call.sql`${start}type ${type} using (${own}${kind === 'enum' && '::text'}::${type})` : null,
    fallback ? call.sql`${start}set${fallback}` : null,
    alters?.nullable && isNotNull ? call.sql`${start}set not null` : null,
    ...column.checks.map(({ text, name: key }) => call.sql`${alterAt(table, call)}add constraint ${key ? moved(verbatimOf(key), call.head) : checkName(column)} check (${text})`),
  ]; // prettier-ignore
  return call.sql`${column.before()}${joined(steps.filter((step) => step !== null), '; ')}`;
} // prettier-ignore

const checkName = ({ table, call, name: column }: Column) => moved(name(defaultName(table, column, '1')), call.head);

/** CREATE TABLE with all that is written inside it. */
export function createSql(table: Table, start: (words: TemplateStringsArray, ...parts: readonly (Text | string | null)[]) => Text, words: string, like: Value | null): Text {
  const { columns, primary, checks, inherits, mode, place } = table;
  const before = columns.flatMap((column) => column.before() ?? []);
  const own = columns.map((column) => definition(column));
  const inside = mode === 'like' && like ? [start`like ${name(like, place.schema)} including all`, ...own] : [...own, ...(primary ? [primary()] : []), ...checks]; // prettier-ignore
  const parents = inherits ? start` inherits (${name(inherits)})` : null;
  return start`${before}${words} ${tableName(table)} (${joined(inside, ', ')})${parents}`;
} // prettier-ignore

/** A foreign key; null while it does not say where it points to. */
export function foreignSql({ call, columns, key, references, inTable, ...rules }: Foreign, table: Table): Text | null {
  if (!references || !inTable) return null;
  const own = key ? name(key) : name(defaultName(table, columns, 'foreign'));
  const actions = ([['on update', rules.onUpdate], ['on delete', rules.onDelete], ['deferrable initially', rules.deferrable]] as const).map(([words, value]) => value && call.sql` ${words} ${moved(actionOf(value), call.head)}`); // prettier-ignore
  const place = call.sql`alter table ${tableAt(table, call)} add constraint ${moved(own, call.head)}`;
  return call.sql`${place} foreign key (${moved(names(columns), call.head)}) references ${moved(name(inTable), call.head)} (${moved(names(references), call.head)})${actions.flatMap((each) => each ?? [])}`;
} // prettier-ignore

/** An unknown action may be any: the words that say least stand for it. */
function actionOf(value: Value): Text {
  const words = knownString(value);
  return [constant(words !== null && /^[a-z ]+$/i.test(words) ? words : 'no action', value.range)];
}
