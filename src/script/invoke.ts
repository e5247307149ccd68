import type { Range } from '../types.ts';
import { instantiate } from './classes.ts';
import { evaluate } from './evaluate.ts';
import { type Machine, sendUnverifiable, spend } from './machine.ts';
import { bindPattern } from './patterns.ts';
import { runBlock } from './statements.ts';
import { isDangerous } from './strangers.ts';
import { type Node, rangeOf } from './tree.ts';
import { arrayValue, choiceOf, constantValue, type FunctionValue, newScope, type Scope, unknown, type Value } from './values.ts'; // prettier-ignore

/** How a function is called. */
interface Manner {
  readonly self: Value | null;
  readonly range: Range;
  readonly isNew: boolean;
  readonly written: string;
}

const deepest = 40;

/** Runs a function of the script with arguments, and gives what it returns. */
export function invoke(machine: Machine, callee: FunctionValue, args: readonly Value[], manner: Manner): Value {
  const { node } = callee;
  if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') return instantiate(machine, callee, manner.range, args); // prettier-ignore
  if (!isFunction(node) || !node.body) return unknown(manner.written, manner.range);
  machine.made.set(node, null);
  if (!spend(machine, node) || isTooDeep(machine, node, args, manner)) return unknown(manner.written, manner.range);
  const { conditions, host, outer, anchor, returns } = machine;
  machine.stack.push(node);
  machine.anchor = callee.scope.isForeign ? (anchor ?? manner.range) : null;
  machine.returns = [];
  machine.outer = isInside(callee, args, machine) ? [host, ...outer] : [];
  const scope = newScope(callee.scope, true);
  if (node.type !== 'ArrowFunctionExpression') {
    scope.variables.set('this', manner.self ?? unknown('this', manner.range));
    scope.variables.set('arguments', arrayValue([...args], manner.range));
  }
  const value = bodyValue(machine, node, args, scope, manner);
  Object.assign(machine, { conditions, host, outer, anchor, returns });
  machine.stack.pop();
  return value;
}

/** Whether calls in calls go beyond what is followed: a function that calls itself is followed once, and what the next turns may do otherwise is reported. */
function isTooDeep(machine: Machine, node: Node, args: readonly Value[], { written, range }: Manner): boolean {
  const isTurning = machine.stack.filter((each) => each === node).length > 1;
  if (isTurning && args.some(isKnown))
    sendUnverifiable(machine, written, range, 'It calls itself, each time with something else');
  const isDeep = !isTurning && machine.stack.length >= deepest;
  if (isDeep) sendUnverifiable(machine, written, range, 'It goes through too many functions to be followed');
  return isTurning || isDeep;
}

/** Whether a value is known, so that another turn is given another. */
const isKnown = (value: Value) =>
  value.kind === 'array' || value.kind === 'text' || (value.kind === 'constant' && typeof value.value === 'number');

/** Whether a function is a callback written in the statement that calls it; what it does with a connection of its own, as in a transaction, speaks for itself. */
function isInside({ node }: FunctionValue, args: readonly Value[], { host, anchor }: Machine): boolean {
  const [start, end] = rangeOf(node);
  return (
    !anchor &&
    start >= host[0] &&
    end <= host[1] &&
    !('async' in node && node.async && args.some((arg) => isDangerous(arg)))
  );
}

function bodyValue(machine: Machine, node: FunctionNode, args: readonly Value[], scope: Scope, manner: Manner): Value {
  bindParameters(machine, node, args, scope);
  if (!node.body) return constantValue(undefined, manner.range);
  if (node.body.type !== 'BlockStatement') {
    return evaluate(machine, node.body, scope);
  }
  runBlock(machine, node.body.body, scope);
  return machine.returns.length === 0
    ? constantValue(undefined, manner.range)
    : choiceOf(machine.returns, manner.range, manner.written);
}

type FunctionNode = Extract<Node, { params: unknown }> & { readonly body: Node | null };

function isFunction(node: Node): node is FunctionNode {
  return node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression' || node.type === 'FunctionDeclaration'; // prettier-ignore
}

function bindParameters(machine: Machine, node: FunctionNode, args: readonly Value[], scope: Scope): void {
  const parameters = node.params as readonly Node[];
  for (const [index, parameter] of parameters.entries()) {
    const range = machine.anchor ?? rangeOf(parameter);
    if (parameter.type === 'RestElement') {
      bindPattern(machine, parameter.argument, arrayValue(args.slice(index), range), scope);
      return;
    }
    const given = args[index];
    const value = !given || given.kind === 'unknown' ? (typedValue(machine, parameter) ?? given) : given;
    bindPattern(machine, parameter, value ?? constantValue(undefined, range), scope);
  }
}

/** What a parameter is that nobody gave a known value: what its TypeScript type says. */
function typedValue(machine: Machine, parameter: Node): Value | undefined {
  const name = typeNameOf(parameter);
  return name === null ? undefined : machine.world.typeNamed(name);
}

/** The last name of a parameter's type: `Transaction` of `trx: Knex.Transaction`. */
export function typeNameOf(parameter: Node): string | null {
  const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  const annotation = 'typeAnnotation' in target ? target.typeAnnotation : null;
  const type = annotation && 'typeAnnotation' in annotation ? (annotation.typeAnnotation as Node) : null;
  if (type?.type !== 'TSTypeReference') return null;
  const name = type.typeName as Node;
  if (name.type === 'Identifier') return name.name;
  return name.type === 'TSQualifiedName' ? `${name.left.type === 'Identifier' ? name.left.name : ''}.${name.right.name}` : null; // prettier-ignore
}
