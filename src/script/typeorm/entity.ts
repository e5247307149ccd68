import { identifier, knownString, plainIdentifier, qualified } from '../sql.ts';
import { constant, type Text } from '../string-text.ts';
import type { Node } from '../tree.ts';
import { type FunctionValue, stringValue, unknown, type Value } from '../values.ts';
import { option, pathIn } from './options.ts';

/**
 * The table of an entity: what `@Entity('name')` says where the class can be read, else the class's name as it is written;
 * how the project maps names is not known.
 */
export function tableOf(entity: Value): Text {
  switch (entity.kind) {
    case 'text':
      return qualified(entity);
    case 'function':
      return decoratedTable(entity) ?? plainIdentifier(nameAs(className(entity) ?? 'entity', entity));
    case 'object':
      return pathIn(option(entity, 'schema'), option(entity, 'tableName') ?? option(entity, 'name') ?? unknown('entity', entity.range)); // prettier-ignore
    case 'unknown':
      return /^[\w$]+$/.test(entity.expression)
        ? plainIdentifier(nameAs(entity.expression, entity))
        : identifier(entity);
    default:
      return identifier(unknown('entity', entity.range));
  }
}

const nameAs = (name: string, { range }: Value): Value => stringValue([constant(name, range)], range);

function className({ node }: FunctionValue): string | null {
  return 'id' in node && node.id && 'name' in node.id && typeof node.id.name === 'string' ? node.id.name : null;
}

/** The name in `@Entity('name')` or `@Entity({ name, schema })`. */
function decoratedTable(entity: FunctionValue): Text | null {
  const decorators = 'decorators' in entity.node ? (entity.node.decorators as readonly { readonly expression: Node }[]) : []; // prettier-ignore
  for (const { expression } of decorators) {
    if (expression.type !== 'CallExpression' || expression.callee.type !== 'Identifier') continue;
    if (!/^(?:Entity|ViewEntity|ChildEntity)$/.test(expression.callee.name)) continue;
    const words = expression.arguments.flatMap((argument) => [...namesIn(argument)]);
    const [name, schema] = ['name', 'schema'].map((key) => words.find(([each]) => each === key)?.[1]);
    if (name !== undefined) return pathIn(schema === undefined ? undefined : nameAs(schema, entity), nameAs(name, entity));
  }
  return null;
} // prettier-ignore

function* namesIn(node: Node): Generator<readonly [string, string]> {
  if (node.type === 'Literal' && typeof node.value === 'string') yield ['name', node.value];
  if (node.type !== 'ObjectExpression') return;
  for (const each of node.properties)
    if (each.type === 'Property' && each.key.type === 'Identifier' && each.value.type === 'Literal' && typeof each.value.value === 'string')
      yield [each.key.name, each.value.value];
} // prettier-ignore

/** The bare name of an entity's table, as conditions ask for it. */
export const tableName = (entity: Value): string =>
  (knownString(entity) ?? tableOf(entity).map(({ text }) => text).join('')).replace(/^.*\.|"/g, ''); // prettier-ignore
