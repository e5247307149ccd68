import { evaluate } from './evaluate.ts';
import { type Machine, placeOf, written } from './machine.ts';
import { memberOf } from './members.ts';
import { knownString } from './sql.ts';
import { assign, declare } from './scope.ts';
import { bare, keyOf, type Node } from './tree.ts';
import {
  type ArrayValue,
  arrayValue,
  choiceOf,
  objectValue,
  optionsOf,
  type Scope,
  sourceOf,
  unknown,
  type Value,
} from './values.ts';

/** Declares what a pattern names: `a`, `{ a, b: c = 1, ...rest }`, `[a, , b]`. */
export function bindPattern(machine: Machine, pattern: Node, value: Value, scope: Scope, isVar = false): void {
  visit(machine, pattern, value, scope, (name, each) => declare(scope, name, each, isVar));
}

/** Assigns to what a pattern names; a property of a known object is changed. */
export function assignPattern(machine: Machine, pattern: Node, value: Value, scope: Scope): void {
  visit(machine, pattern, value, scope, (name, each) => assign(machine, scope, name, each));
}

type Give = (name: string, value: Value) => void;

function visit(machine: Machine, node: Node, value: Value, scope: Scope, give: Give): void {
  const target = bare(node);
  switch (target.type) {
    case 'Identifier':
      return give(target.name, value);
    case 'AssignmentPattern':
      return visit(machine, target.left, withDefault(machine, target.right, value, scope), scope, give);
    case 'TSParameterProperty':
      return visit(machine, target.parameter, value, scope, give);
    case 'MemberExpression':
      return setMember(machine, target, value, scope);
    case 'ObjectPattern':
      return visitObject(machine, target.properties, value, scope, give);
    case 'ArrayPattern':
      return target.elements.forEach((element, index) => {
        if (!element) return;
        if (element.type === 'RestElement') visit(machine, element.argument, restOf(value, index), scope, give);
        else visit(machine, element, itemOf(machine, value, index, element, scope), scope, give);
      });
    default:
      return undefined;
  }
}

function withDefault(machine: Machine, node: Node, value: Value, scope: Scope): Value {
  if (value.kind === 'constant' && value.value === undefined) return evaluate(machine, node, scope);
  return value.kind === 'unknown' ? choiceOf([evaluate(machine, node, scope), value], value.range) : value;
}

function visitObject(machine: Machine, properties: readonly Node[], value: Value, scope: Scope, give: Give): void {
  const taken = new Set<string>();
  for (const property of properties) {
    if (property.type === 'RestElement') {
      const rest = value.kind === 'object' ? [...value.properties].filter(([key]) => !taken.has(key)) : null;
      visit(machine, property.argument, rest ? objectValue(rest, value.range) : value, scope, give);
    } else if (property.type === 'Property') {
      const name = keyOf(property.key, property.computed) ?? knownString(evaluate(machine, property.key, scope));
      if (name !== null) taken.add(name);
      const range = placeOf(machine, property.value);
      visit(machine, property.value, memberOf(machine, value, name, range, written(sourceOf(scope), property.value)), scope, give); // prettier-ignore
    }
  }
}

function restOf(value: Value, index: number): Value {
  return value.kind === 'array' ? arrayValue(value.items.slice(index), value.range, value.isOpen) : value;
}

/** An item of an array; of the rows that a question gave, the first is the answer itself. */
function itemOf(machine: Machine, value: Value, index: number, node: Node, scope: Scope): Value {
  if (value.kind === 'array' && value.isLoose)
    return choiceOf(value.items, value.range, written(sourceOf(scope), node));
  if (value.kind === 'array' && value.items[index]) return value.items[index];
  if (value.kind === 'test') return { ...value, expression: written(sourceOf(scope), node) };
  const known = value.kind === 'receiver' ? value.type.get?.(value, String(index)) : undefined;
  if (known) return known;
  return unknown(written(sourceOf(scope), node), placeOf(machine, node));
}

/** `object.name = value`; `module.exports = …` is one of these. */
function setMember(machine: Machine, node: Extract<Node, { type: 'MemberExpression' }>, value: Value, scope: Scope): void {
  const object = evaluate(machine, node.object, scope);
  const name = keyOf(node.property, node.computed);
  const target = object.kind === 'test' ? object.answer : object;
  if (target?.kind === 'array') setItem(target, value);
  if (target?.kind !== 'object') return;
  const given = value.kind === 'function' && !value.self ? { ...value, self: target } : value;
  const before = name === null ? undefined : target.properties.get(name);
  // In a branch that may not run, a text or a function does not take the place of the one before.
  if (name === null) target.isOpen = true;
  else if (machine.changes && before && isReplaced(before, value)) target.properties.set(name, choiceOf([before, given], value.range, name));
  else target.properties.set(name, given);
} // prettier-ignore

const isReplaced = (before: Value, value: Value) =>
  (value.kind === 'text' || value.kind === 'function') && optionsOf(before).every(({ kind }) => kind === value.kind);

/** `list[0] = value`: it is one of them from then on. */
function setItem(target: ArrayValue, value: Value): void {
  target.items.push(value);
  target.isLoose = true;
}
