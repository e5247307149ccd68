import { both, conditionOf, either, inverse, negated } from './conditions.ts';
import { decided, decision, sameDatabase } from './dialect.ts';
import { evaluate } from './evaluate.ts';
import { type Machine, placeOf, written } from './machine.ts';
import { memberOf } from './members.ts';
import { assignPattern } from './patterns.ts';
import { inBranch, keepReplaced, merge } from './scope.ts';
import { knownString } from './sql.ts';
import { concatenated } from './templates.ts';
import type { NodeOf } from './tree.ts';
import { choiceOf, constantValue, type Scope, sourceOf, unknown, type Value } from './values.ts';

/** `a = b`, `a += b`, `a ??= b`. */
export function assignment(machine: Machine, node: NodeOf<'AssignmentExpression'>, scope: Scope): Value {
  const range = placeOf(machine, node);
  let value: Value = unknown('', range);
  const outcome = inBranch(machine, () => (value = evaluate(machine, node.right, scope)));
  if (/[?|&]{2}=/.test(node.operator)) keepReplaced(machine, outcome);
  else merge(machine, [outcome]);
  if (node.operator === '=') {
    assignPattern(machine, node.left, value, scope);
    return value;
  }
  const before = evaluate(machine, node.left, scope);
  const after =
    node.operator === '+='
      ? sum(machine, before, value, node, scope)
      : /[?|&]{2}=/.test(node.operator)
        ? choiceOf([before, value], range)
        : unknown(written(sourceOf(scope), node), range);
  assignPattern(machine, node.left, after, scope);
  return after;
}

function sum(machine: Machine, left: Value, right: Value, node: NodeOf<'AssignmentExpression'> | NodeOf<'BinaryExpression'>, scope: Scope): Value {
  const range = placeOf(machine, node);
  if (left.kind === 'constant' && right.kind === 'constant') {
    if (typeof left.value === 'number' && typeof right.value === 'number') return constantValue(left.value + right.value, range);
  }
  const isText = [left, right].some((value) => value.kind === 'text' || (value.kind === 'choice' && value.options.some(({ kind }) => kind === 'text')));
  return isText ? concatenated([left, right], range) : unknown(written(sourceOf(scope), node), range);
} // prettier-ignore

export function conditional(machine: Machine, node: NodeOf<'ConditionalExpression'>, scope: Scope): Value {
  const range = placeOf(machine, node);
  const test = evaluate(machine, node.test, scope);
  const known = decision(test);
  if (known !== null) return evaluate(machine, known ? node.consequent : node.alternate, scope);
  const condition = conditionOf(test, placeOf(machine, node.test));
  const outer = machine.conditions;
  const options: Value[] = [];
  const outcomes = ([[node.consequent, condition], [node.alternate, inverse(condition)]] as const).map(([branch, guard]) => {
    machine.conditions = [...outer, guard];
    return inBranch(machine, () => void options.push(evaluate(machine, branch, scope)));
  });
  machine.conditions = outer;
  merge(machine, outcomes);
  return choiceOf(options, range, written(sourceOf(scope), node));
} // prettier-ignore

/** `a && b`, `a || b`, `a ?? b`: what stands on the right runs under the condition on the left. */
export function logical(machine: Machine, node: NodeOf<'LogicalExpression'>, scope: Scope): Value {
  const range = placeOf(machine, node);
  const left = evaluate(machine, node.left, scope);
  const known = decision(left);
  if (known !== null) return known === (node.operator === '||') ? left : evaluate(machine, node.right, scope);
  const outer = machine.conditions;
  const condition = conditionOf(left, placeOf(machine, node.left));
  machine.conditions = [...outer, node.operator === '&&' ? condition : inverse(condition)];
  let right: Value = left;
  const outcome = inBranch(machine, () => (right = evaluate(machine, node.right, scope)));
  machine.conditions = outer;
  keepReplaced(machine, outcome);
  if (node.operator === '&&') return both(left, right);
  if (left.kind === 'test' && right.kind === 'test') return either(left, right);
  if (left.kind === 'test') return node.operator === '??' ? left : unknown(written(sourceOf(scope), node), range);
  if (left.kind === 'constant' && (left.value === undefined || left.value === null)) return right;
  if (node.operator === '||' && knownString(left) === '') return right;
  return left.kind === 'text' || left.kind === 'receiver' || left.kind === 'object' ? left : choiceOf([left, right], range);
} // prettier-ignore

export function unary(machine: Machine, node: NodeOf<'UnaryExpression'>, scope: Scope): Value {
  const range = placeOf(machine, node);
  const value = evaluate(machine, node.argument, scope);
  if (node.operator === '!' && value.kind === 'test') return { ...negated(value), range };
  if (node.operator === 'void') return constantValue(undefined, range);
  if (value.kind === 'constant') {
    if (node.operator === '!') return { ...value, value: !value.value, range };
    if (node.operator === '-' && typeof value.value === 'number') return constantValue(-value.value, range);
  }
  return unknown(written(sourceOf(scope), node), range);
}

/** `count++`: a number that is known is counted on. */
export function update(machine: Machine, node: NodeOf<'UpdateExpression'>, scope: Scope): Value {
  const range = placeOf(machine, node);
  const before = evaluate(machine, node.argument, scope);
  const known = before.kind === 'constant' && typeof before.value === 'number' ? before.value : null;
  const step = node.operator === '++' ? 1 : -1;
  const after = known !== null ? constantValue(known + step, range) : unknown(written(sourceOf(scope), node.argument), range);
  assignPattern(machine, node.argument, after, scope);
  return node.prefix ? after : before;
} // prettier-ignore

/** Sums of strings and comparisons of what was asked for; all else is unknown. */
export function binary(machine: Machine, node: NodeOf<'BinaryExpression'>, scope: Scope): Value {
  const range = placeOf(machine, node);
  const left = evaluate(machine, node.left, scope);
  const right = evaluate(machine, node.right, scope);
  if (node.operator === '+') return sum(machine, left, right, node, scope);
  const asked = node.operator === 'in' ? askedIn(machine, left, right, range) : null;
  if (asked) return asked;
  const same = /^[!=]==?$/.test(node.operator) ? sameDatabase(left, right) : null;
  if (same !== null) return decided(same === node.operator.startsWith('='), range);
  const [test, other] = left.kind === 'test' ? [left, right] : [right, left];
  if (test.kind === 'test') return compared(test, other, node.operator, left.kind === 'test', range);
  const [a, b] = [knownString(left), knownString(right)];
  if (a !== null && b !== null && /^[!=]==?$/.test(node.operator)) return constantValue((a === b) === node.operator.startsWith('='), range); // prettier-ignore
  return unknown(written(sourceOf(scope), node), range);
}

/** `'email' in columns`, where `columns.email` asks whether it is there. */
function askedIn(machine: Machine, name: Value, object: Value, range: Value['range']): Value | null {
  const known = knownString(name);
  if (known === null || object.kind !== 'receiver') return null;
  const member = memberOf(machine, object, known, range, known);
  return member.kind === 'test' ? member : null;
}

/** `exists === false`, `rows.length > 0`, `table == null`, `count === '0'`. */
function compared(test: Value, other: Value, operator: string, isLeft: boolean, range: Value['range']): Value {
  const known = other.kind === 'constant' ? other.value : Number(knownString(other) ?? Number.NaN);
  const isNone = known === null || known === undefined || known === false || known === 0 || known === -1;
  const isEqual = operator === '==' || operator === '===';
  if (isEqual || operator === '!=' || operator === '!==')
    return { ...(isNone === isEqual ? negated(test) : test), range };
  const sign = isLeft ? operator : operator.replace(/[<>]/, (each) => (each === '<' ? '>' : '<'));
  const isBelow = (sign === '<' && (known === 1 || known === 0)) || (sign === '<=' && known === 0);
  return { ...(isBelow ? negated(test) : test), range };
}
