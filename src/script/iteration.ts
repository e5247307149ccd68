import { evaluate } from './evaluate.ts';
import { type Machine, placeOf, written } from './machine.ts';
import { bindPattern } from './patterns.ts';
import { declare } from './scope.ts';
import type { Node, NodeOf } from './tree.ts';
import { constantValue, type Scope, sourceOf, stringValue, unknown, type Value } from './values.ts';
import { constant } from './string-text.ts';

/** Sets a loop's variables for one of its turns. */
type Turn = (scope: Scope) => void;

type Loop = NodeOf<'ForOfStatement'> | NodeOf<'ForInStatement'> | NodeOf<'ForStatement'> | NodeOf<'WhileStatement'> | NodeOf<'DoWhileStatement'>; // prettier-ignore

/** The turns of a loop: one for each known element, and one for all that is not known. */
export function elementsOf(machine: Machine, node: Loop, scope: Scope): readonly Turn[] {
  switch (node.type) {
    case 'ForOfStatement':
      return over(machine, node.left, itemsOf(evaluate(machine, node.right, scope), elementName(node, scope)));
    case 'ForInStatement':
      return over(machine, node.left, keysOf(evaluate(machine, node.right, scope), elementName(node, scope)));
    case 'ForStatement':
      return counted(machine, node, scope);
    default:
      evaluate(machine, node.test, scope);
      return [() => undefined];
  }
}

const elementName = (node: NodeOf<'ForOfStatement'> | NodeOf<'ForInStatement'>, scope: Scope) =>
  written(sourceOf(scope), node.left.type === 'VariableDeclaration' ? (node.left.declarations[0]?.id ?? node.left) : node.left); // prettier-ignore

/** What an array holds; of one that is not wholly known, also something unknown. */
export function itemsOf(value: Value, name: string): readonly Value[] {
  if (value.kind !== 'array') return [unknown(name, value.range)];
  return value.isOpen ? [...value.items, unknown(name, value.range)] : value.items;
}

function keysOf(value: Value, name: string): readonly Value[] {
  if (value.kind === 'array') return value.items.map((_, index) => constantValue(index, value.range));
  if (value.kind !== 'object' || value.isOpen) return [unknown(name, value.range)];
  return [...value.properties.keys()].map((key) => stringValue([constant(key, value.range)], value.range));
}

function over(machine: Machine, left: Node, items: readonly Value[]): readonly Turn[] {
  return items.map((item): Turn => (scope) => {
    const pattern = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left;
    if (pattern) bindPattern(machine, pattern, item, scope);
  });
}

const mostTurns = 1000;

/** `for (let i = 0; i < 3; i++)`; of other loops, one turn with a counter that is not known. */
function counted(machine: Machine, node: NodeOf<'ForStatement'>, scope: Scope): readonly Turn[] {
  const declaration = node.init?.type === 'VariableDeclaration' ? node.init.declarations[0] : undefined;
  const id = declaration?.id;
  if (id?.type !== 'Identifier') {
    if (node.init && node.init.type !== 'VariableDeclaration') evaluate(machine, node.init, scope);
    return [(inside) => look(machine, node, inside)];
  }
  const start = numberOf(machine, declaration?.init ?? null, scope);
  const { test, update } = node;
  const isCounting = test?.type === 'BinaryExpression' && test.left.type === 'Identifier' && test.left.name === id.name && /^<=?$/.test(test.operator) && update?.type === 'UpdateExpression' && update.operator === '++'; // prettier-ignore
  const end = isCounting ? numberOf(machine, test.right, scope) : null;
  const range = placeOf(machine, id);
  if (start === null || end === null) return [(inside) => { declare(inside, id.name, unknown(id.name, range)); look(machine, node, inside); }]; // prettier-ignore
  const amount = Math.min(end - start + (isCounting && test.operator === '<=' ? 1 : 0), mostTurns);
  return Array.from({ length: Math.max(amount, 0) }, (_, index): Turn => (inside) => declare(inside, id.name, constantValue(start + index, range))); // prettier-ignore
}

/** What the test and the step of a loop do. */
function look(machine: Machine, { test, update }: NodeOf<'ForStatement'>, scope: Scope): void {
  for (const each of [test, update]) if (each) evaluate(machine, each, scope);
}

function numberOf(machine: Machine, node: Node | null, scope: Scope): number | null {
  const value = node ? evaluate(machine, node, scope) : null;
  return value?.kind === 'constant' && typeof value.value === 'number' ? value.value : null;
}
