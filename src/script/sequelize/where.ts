import { joined, keysOf, sqlAt } from '../sql.ts';
import { constant, type Text, textValue } from '../string-text.ts';
import type { ObjectValue, Value } from '../values.ts';
import { fragmentText, listText, symbolName, valueText } from './expressions.ts';
import { quotedParts, quoted } from './names.ts';
import { entry, type Version } from './options.ts';

/**
 * The condition that Sequelize makes of `where`; null when it makes none, or when nobody can tell that it makes one:
 * an empty object, an object that is not known, `{ [Op.and]: [] }`.
 */
export function conditionText(where: Value, version: Version): Text | null {
  const fragment = fragmentText(where);
  if (fragment) return fragment;
  switch (where.kind) {
    case 'object':
      return ofObject(where, ' AND ', version);
    case 'array':
      if (where.items.length === 0) return where.isOpen ? null : [constant('1=1', where.range)];
      return together(where.items.map((item) => conditionText(item, version)), ' AND ');
    case 'choice': {
      const texts = where.options.map((each) => conditionText(each, version));
      return texts.includes(null) ? null : (texts[0] ?? null);
    }
    case 'constant':
      return typeof where.value === 'number' ? sqlAt(where.range)`"id" = ${valueText(where)}` : null;
    default:
      return null;
  }
} // prettier-ignore

function ofObject(object: ObjectValue, binding: string, version: Version): Text | null {
  const texts = keysOf(object).map((key) => {
    const value = object.properties.get(textValue(key.text));
    return value ? propertyText(key, value, version) : null;
  });
  return together(texts, binding);
}

function together(texts: readonly (Text | null)[], binding: string): Text | null {
  const known = texts.filter((text) => text !== null && text.length > 0) as readonly Text[];
  return known.length === 0 ? null : joined(known, binding);
}

function propertyText(key: Value, value: Value, version: Version): Text | null {
  const name = key.kind === 'text' ? textValue(key.text) : '';
  const at = sqlAt(key.range);
  if (name === symbolName('and') || name === symbolName('or') || name === symbolName('not')) return groupText(name, key, value, version); // prettier-ignore
  const column = /^\$.*\$$/.test(name) ? quotedParts({ ...key, text: [constant(name.slice(1, -1), key.range)] } as Value) : quoted(key); // prettier-ignore
  if (value.kind === 'constant' && value.value === undefined) return null;
  if (value.kind === 'constant' && value.value === null) return at`${column} IS NULL`;
  if (value.kind === 'array') return at`${column} IN ${listText(value)}`;
  if (value.kind === 'object' && isOperators(value)) return operatorsText(column, value, version);
  return at`${column} = ${valueText(value)}`;
}

/** `{ [Op.or]: [a, b] }`; one of nothing is, in version 6, never true. */
function groupText(name: string, key: Value, value: Value, version: Version): Text | null {
  const binding = name === symbolName('or') ? ' OR ' : ' AND ';
  const items = value.kind === 'array' ? value.items : [value];
  const texts = items.map((item) => (item.kind === 'object' && value.kind !== 'array' ? ofObject(item, binding, version) : conditionText(item, version))); // prettier-ignore
  const all = together(texts, binding);
  const at = sqlAt(key.range);
  if (all) return at`${name === symbolName('not') && 'NOT '}(${all})`;
  const isNone = version === 6 && binding === ' OR ' && items.every((item) => item.kind === 'object' && !item.isOpen);
  return isNone && (value.kind !== 'array' || !value.isOpen) ? at`0 = 1` : null;
}

const isOperators = ({ properties }: ObjectValue) => [...properties.keys()].some((name) => name.startsWith('Symbol('));

const comparators: Readonly<Record<string, string>> = {
  eq: '=', ne: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=', like: 'LIKE', notLike: 'NOT LIKE', iLike: 'ILIKE', notILike: 'NOT ILIKE',
  startsWith: 'LIKE', endsWith: 'LIKE', substring: 'LIKE', regexp: '~', notRegexp: '!~', iRegexp: '~*', notIRegexp: '!~*', is: 'IS',
  contains: '@>', contained: '<@', overlap: '&&', col: '=', not: 'IS NOT', isNot: 'IS NOT',
}; // prettier-ignore

/** `{ [Op.gt]: 1, [Op.ne]: null }` of a column. */
function operatorsText(column: Text, operators: ObjectValue, version: Version): Text | null {
  const texts = keysOf(operators).map((key) => {
    const name = textValue(key.text).replace(/^Symbol\((.*)\)$/, '$1');
    const value = operators.properties.get(textValue(key.text));
    return value ? operatorText(column, name, value, version) : null;
  });
  return together(texts, ' AND ');
}

function operatorText(column: Text, name: string, value: Value, version: Version): Text | null {
  const at = sqlAt(value.range);
  const isNull = value.kind === 'constant' && (value.value === null || value.value === undefined);
  const isEmpty = value.kind === 'array' && value.items.length === 0;
  switch (name) {
    case 'in':
      return at`${column} IN ${listText(value)}`;
    case 'notIn':
      return isEmpty ? null : at`${column} NOT IN ${listText(value)}`;
    case 'between':
    case 'notBetween':
      return at`${column} ${name === 'notBetween' && 'NOT '}BETWEEN $1 AND $2`;
    case 'and':
    case 'or': {
      const items = value.kind === 'array' ? value.items : [value];
      const texts = items.map((item) => (item.kind === 'object' ? operatorsText(column, item, version) : at`${column} = ${valueText(item)}`)); // prettier-ignore
      const all = together(texts, name === 'or' ? ' OR ' : ' AND ');
      return all && at`(${all})`;
    }
    case 'any':
    case 'all':
      return at`${column} = ${name.toUpperCase()} ($1)`;
    case 'not':
    case 'isNot':
    case 'ne':
    case 'is':
    case 'eq':
      if (value.kind === 'array') return isEmpty ? null : at`${column} NOT IN ${listText(value)}`;
      if (isNull) return at`${column} IS ${/^(?:not|isNot|ne)$/.test(name) && 'NOT '}NULL`;
      return at`${column} ${/^(?:not|isNot|ne)$/.test(name) ? '<>' : '='} ${valueText(value)}`;
    default:
      return at`${column} ${entry(comparators, name) ?? '='} ${valueText(value)}`;
  }
}
