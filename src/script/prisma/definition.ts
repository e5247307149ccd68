import type { Call } from '../call.ts';
import { asText, identifier, isTrue, joined, knownString, literal, property } from '../sql.ts';
import { bound } from '../sql-tag/composable.ts';
import { constant, type Text } from '../string-text.ts';
import { builtin, objectValue, stringValue, type Value } from '../values.ts';

/** What a function like `col(name, type, options)` gives: an object that says what it was called with. */
const says = (kind: string, ...names: readonly string[]) =>
  builtin(kind, (call) => {
    const given = names.map((name, index) => [name, call.argument(index)] as const);
    return objectValue([['kind', stringValue([constant(kind, call.range)], call.range)], ...given], call.range);
  });

/** Functions beside the class `Migration` that describe columns and constraints. */
export const definitions = {
  col: says('col', 'name', 'type', 'options'),
  lit: says('lit', 'value'),
  fn: says('fn', 'expression'),
  primaryKey: says('primaryKey', 'columns', 'options'),
  unique: says('unique', 'columns', 'options'),
  foreignKey: says('foreignKey', 'columns', 'table', 'references', 'options'),
  checkExpression: says('checkExpression', 'name', 'expression'),
};

const part = (value: Value | undefined, name: string): Value | undefined => (value ? property(value, name) : undefined);

/** Names in parentheses. */
export function nameList(call: Call, value: Value | undefined): Text {
  const items = value?.kind === 'array' ? value.items : value ? [value] : [];
  return call.sql`(${joined(items.map((item) => identifier(item)), ', ')})`;
} // prettier-ignore

/** `name type DEFAULT … NOT NULL` of `col(…)`. */
export function columnText(call: Call, column: Value | undefined): Text {
  const [name, type, options] = ['name', 'type', 'options'].map((each) => part(column, each));
  if (!name || !type) return column ? asText(column) : [];
  const fallback = part(options, 'default');
  const inside = part(fallback, 'expression') ?? part(fallback, 'value');
  const isLiteral = part(fallback, 'value') !== undefined;
  const words = inside && (isLiteral ? (inside.kind === 'text' || inside.kind === 'constant' ? literal(inside) : bound(inside)) : asText(inside)); // prettier-ignore
  return call.sql`${identifier(name)} ${asText(type)}${words && call.sql` DEFAULT ${words}`}${isTrue(part(options, 'notNull')) && ' NOT NULL'}`; // prettier-ignore
}

/** ` ON DELETE … ON UPDATE …` of an object with these words. */
export function actions(call: Call, options: Value | undefined): Text {
  return ([['onDelete', ' ON DELETE '], ['onUpdate', ' ON UPDATE ']] as const).flatMap(([key, words]) => {
    const value = part(options, key);
    if (!value) return [];
    const known = knownString(value)?.replace(/([A-Z])/g, ' $1');
    return call.sql`${words}${known !== undefined && /^[a-z ]+$/i.test(known) ? known : 'CASCADE'}`;
  });
} // prettier-ignore

/** A constraint of `primaryKey(…)`, `unique(…)`, `foreignKey(…)` or `checkExpression(…)`. */
export function constraintText(call: Call, constraint: Value): Text {
  const kind = knownString(part(constraint, 'kind') ?? constraint);
  const options = part(constraint, 'options');
  const name = part(options, 'name') ?? part(constraint, 'name');
  const head = name ? call.sql`CONSTRAINT ${identifier(name)} ` : [];
  const columns = nameList(call, part(constraint, 'columns'));
  const table = part(constraint, 'table');
  switch (kind) {
    case 'primaryKey':
      return call.sql`${head}PRIMARY KEY ${columns}`;
    case 'unique':
      return call.sql`${head}UNIQUE ${columns}`;
    case 'foreignKey':
      return call.sql`${head}FOREIGN KEY ${columns} REFERENCES ${table && identifier(table)} ${nameList(call, part(constraint, 'references'))}${actions(call, options)}`; // prettier-ignore
    case 'checkExpression':
      return call.sql`${head}CHECK (${asText(part(constraint, 'expression') ?? constraint)})`;
    default:
      return asText(constraint);
  }
}
