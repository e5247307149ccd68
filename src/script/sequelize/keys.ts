import type { Call } from '../call.ts';
import { asText, joined, knownString } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import { type Method, optionsOf, type Value } from '../values.ts';
import { actionText, deferrableText } from './attributes.ts';
import { fragmentText } from './expressions.ts';
import { madeName, quoted, quotedParts, quotedTable, tableInParts, tableOf, underscored } from './names.ts';
import { entry, isSet, itemsIn, maySet, option, type Version } from './options.ts';
import { conditionText } from './where.ts';
import { send } from './send.ts';

/** The columns of an index or constraint as strings; null for one that has no name. */
function namesOf(fields: readonly Value[]): readonly (string | null)[] {
  return fields.map((field) => {
    if (field.kind === 'object') return knownString(option(field, 'name') ?? option(field, 'attribute') ?? field);
    return fragmentText(field) ? '' : knownString(field);
  });
}

/** `["a", { name: 'b', order: 'DESC' }, literal('lower(c)')]`; one that is not known is a placeholder. */
function fieldText(call: Call, field: Value, options: Value): Text {
  const fragment = fragmentText(field);
  if (fragment) return fragment;
  if (field.kind !== 'object') return call.sql`${quoted(field)}${operatorText(options)}`;
  const name = option(field, 'name') ?? option(field, 'attribute');
  const collate = option(field, 'collate');
  const order = option(field, 'order');
  return call.sql`${name ? quoted(name) : '?'}${collate && call.sql` COLLATE ${quoted(collate)}`}${operatorText(option(field, 'operator') ? field : options)}${order && call.sql` ${asText(order)}`}`; // prettier-ignore
}

function operatorText(options: Value): Text {
  const operator = option(options, 'operator');
  const known = operator ? knownString(operator) : null;
  return operator && known !== null ? [constant(` ${known}`, operator.range)] : [];
}

/** Columns that are not known still are one thing. */
function fieldsOf(value: Value | undefined, call: Call): readonly Value[] {
  const [first] = value ? optionsOf(value) : [];
  if (first?.kind === 'array') return first.items.length > 0 ? first.items : [call.unknown()];
  return [first ?? call.unknown()];
}

/** `addIndex(table, fields, options)` or `addIndex(table, { fields, … })`. */
const addIndex = (version: Version): Method => (call) => {
  const table = call.argument(0);
  const [second] = optionsOf(call.argument(1));
  const options = second?.kind === 'object' ? second : call.argument(2);
  const fields = fieldsOf(second?.kind === 'object' ? option(second, 'fields') : second, call);
  const isUnique = isSet(options, 'unique') || /^unique$/i.test(knownString(option(options, 'type') ?? table) ?? '');
  const given = option(options, 'name') ?? option(options, 'indexName');
  const prefix = option(options, 'prefix') ?? tableOf(table).name;
  const parts = [knownString(prefix)?.replaceAll('.', '_') ?? null, ...namesOf(fields), ...(version === 7 && isUnique ? ['unique'] : [])]; // prettier-ignore
  const name = given ? quoted(given) : madeName(parts, (all) => underscored(all.join('_')), second?.range ?? call.range);
  const where = option(options, 'where');
  const condition = where ? conditionText(where, version) : null;
  const using = option(options, 'using') ?? option(options, 'method');
  const include = version === 7 ? itemsIn(option(options, 'include')) : [];
  send(call, call.sql`CREATE ${isUnique && 'UNIQUE '}INDEX ${isSet(options, 'concurrently') && 'CONCURRENTLY '}${name} ON ${tableInParts(table, version)}${using && call.sql` USING ${asText(using)}`} (${joined(fields.map((field) => fieldText(call, field, options)), ', ')})${include.length > 0 && call.sql` INCLUDE (${joined(include.map(quoted), ', ')})`}${condition && call.sql` WHERE ${condition}`}`);
  return call.unknown();
}; // prettier-ignore

/** `removeIndex(table, name)` or, with the columns, by the name that Sequelize made of them. */
const removeIndex =
  (version: Version): Method =>
  (call) => {
    const table = tableOf(call.argument(0));
    const [which = call.argument(1)] = optionsOf(call.argument(1));
    const options = call.argument(2);
    const name =
      which.kind === 'array'
        ? madeName([knownString(table.name), ...namesOf(which.items)], (all) => underscored(all.join('_')), which.range)
        : null;
    const concurrently = isSet(options, 'concurrently') && 'CONCURRENTLY ';
    if (version === 6) send(call, call.sql`DROP INDEX ${concurrently}IF EXISTS ${name ?? quotedParts(which)}`);
  else send(call, call.sql`DROP INDEX ${concurrently}${isSet(options, 'ifExists') && 'IF EXISTS '}${table.schema ? quoted(table.schema) : '"public"'}.${name ?? quoted(which)}${maySet(options, 'cascade') && ' CASCADE'}`); // prettier-ignore
    return call.unknown();
  };

const suffixes: Readonly<Record<string, string>> = { UNIQUE: 'uk', CHECK: 'ck', 'PRIMARY KEY': 'pk', 'FOREIGN KEY': 'fk' }; // prettier-ignore

/** `addConstraint(table, { fields, type, … })`; before version 6 the fields stood before the options. */
const addConstraint =
  (version: Version): Method =>
  (call) => {
    const [second] = optionsOf(call.argument(1));
    const isOld = second?.kind === 'array';
    const options = isOld ? call.argument(2) : call.argument(1);
    const type = (knownString(option(options, 'type') ?? call.unknown()) ?? '').toUpperCase();
    const suffix = entry(suffixes, type);
    if (suffix === undefined) {
      call.unverifiable();
      return call.unknown();
    }
    const table = call.argument(0);
    const fields = fieldsOf(isOld ? second : option(options, 'fields'), call);
    const references = option(options, 'references') ?? call.unknown();
    const target = option(references, 'table') ?? option(references, 'model');
    const given = option(options, 'name');
    const schema = version === 6 ? tableOf(table).schema : null;
    const owner = [...(schema ? [knownString(schema)] : []), knownString(tableOf(table).name)];
    const parts = [owner.includes(null) ? null : owner.join('.'), ...namesOf(fields), ...(type === 'FOREIGN KEY' && target ? [knownString(tableOf(target).name)] : []), suffix]; // prettier-ignore
    const name = given ? quoted(given) : madeName(parts, (all) => all.join('_'), call.argument(1).range);
    const columns = call.sql`(${joined(
      fields.map((field) => fieldText(call, field, call.unknown())),
      ', ',
    )})`;
    const deferrable = option(options, 'deferrable');
    const what = bodyText(call, type, columns, options, version);
    send(call, call.sql`ALTER TABLE ${tableInParts(table, version)} ADD CONSTRAINT ${name} ${what}${deferrable && type !== 'CHECK' && deferrableText(deferrable)}`); // prettier-ignore
    return call.unknown();
  };

function bodyText(call: Call, type: string, columns: Text, options: Value, version: Version): Text {
  if (type === 'CHECK') {
    const where = option(options, 'where');
    return call.sql`CHECK (${(where && conditionText(where, version)) ?? 'true'})`;
  }
  if (type !== 'FOREIGN KEY') return call.sql`${type} ${columns}`;
  const references = option(options, 'references') ?? call.unknown();
  const target = option(references, 'table') ?? option(references, 'model') ?? call.unknown();
  const field = option(references, 'field') ?? option(references, 'key');
  const keys = field ? [field] : itemsIn(option(references, 'fields'));
  const key = keys.length > 0 ? joined(keys.map(quoted), ', ') : call.sql`"id"`;
  return call.sql`FOREIGN KEY ${columns} REFERENCES ${quotedTable(tableOf(target), version)} (${key})${actionText(options, 'onUpdate', ' ON UPDATE ')}${actionText(options, 'onDelete', ' ON DELETE ')}`; // prettier-ignore
}

const removeConstraint =
  (version: Version): Method =>
  (call) => {
    const options = call.argument(2);
    const [ifExists, cascade] =
      version === 7 ? [isSet(options, 'ifExists'), maySet(options, 'cascade')] : [false, false];
    const name = version === 6 ? quotedParts(call.argument(1)) : quoted(call.argument(1));
    send(call, call.sql`ALTER TABLE ${tableInParts(call.argument(0), version)} DROP CONSTRAINT ${ifExists && 'IF EXISTS '}${name}${cascade && ' CASCADE'}`); // prettier-ignore
    return call.unknown();
  };

/** Methods of a query interface for indexes and constraints. */
export const keyMethods = (version: Version): Readonly<Record<string, Method>> => ({
  addIndex: addIndex(version),
  removeIndex: removeIndex(version),
  addConstraint: addConstraint(version),
  removeConstraint: removeConstraint(version),
});
