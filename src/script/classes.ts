import type { Range } from '../types.ts';
import { evaluate } from './evaluate.ts';
import type { Machine } from './machine.ts';
import { invoke } from './invoke.ts';
import { noteMade } from './made.ts';
import { makeCall } from './make-call.ts';
import { knownString } from './sql.ts';
import { runBlock } from './statements.ts';
import { keyOf, type Node, rangeOf } from './tree.ts';
import { builtin, type FunctionValue, newScope, objectValue, type ObjectValue, type Scope, sourceOf, type Value } from './values.ts'; // prettier-ignore

type ClassNode = Extract<Node, { type: 'ClassDeclaration' | 'ClassExpression' }>;

const isClass = (node: Node): node is ClassNode => node.type === 'ClassDeclaration' || node.type === 'ClassExpression';

/** The scope in which a function or class knows its own name. */
export function instanceScope(node: Node, scope: Scope): Scope {
  const ownName = node.type === 'FunctionExpression' || node.type === 'ClassExpression' ? node.id : null;
  if (!ownName) return scope;
  const own = newScope(scope);
  own.variables.set(ownName.name, { kind: 'function', node, scope: own, self: null, range: rangeOf(node) });
  return own;
}

/** An object of a class of the script: its methods and properties; what its base class is known for comes with it. */
export function instantiate(machine: Machine, callee: FunctionValue, range: Range, args: readonly Value[] | null = null): Value {
  const { node, scope } = callee;
  if (!isClass(node)) return objectValue([], range);
  const object = objectValue([], range, baseOf(machine, node, scope, range));
  // Nobody can tell what a class has from one that is not known.
  object.isOpen = node.superClass !== null && object.base === null;
  const inside = newScope(scope, true);
  inside.variables.set('this', object);
  for (const member of node.body.body) {
    if (member.type !== 'MethodDefinition' || member.static) continue;
    const name = keyOf(member.key, member.computed) ?? knownString(evaluate(machine, member.key, scope));
    const method: FunctionValue = { kind: 'function', node: member.value, scope: inside, self: object, isGetter: member.kind === 'get', range: rangeOf(member.key) };
    if (member.kind === 'set') noteMade(machine, method);
    else if (name !== null) object.properties.set(name, method);
  }
  for (const member of node.body.body) {
    if (member.type !== 'PropertyDefinition' || member.static || !member.value) continue;
    const name = keyOf(member.key, member.computed) ?? knownString(evaluate(machine, member.key, scope));
    if (name !== null) object.properties.set(name, evaluate(machine, member.value, inside));
  }
  if (args) construct(machine, callee, object, args);
  return object;
} // prettier-ignore

/** Runs the constructor of a class on an object of it; without one of its own, that of the class that it extends. */
function construct(machine: Machine, { node, scope, range }: FunctionValue, object: ObjectValue, args: readonly Value[]): void {
  if (!isClass(node)) return;
  const above = node.superClass ? evaluate(machine, node.superClass, scope) : null;
  const constructBase = (given: readonly Value[]) => {
    if (above?.kind === 'function' && above.node !== node && object.base?.kind === 'object') construct(machine, above, object.base, given);
  };
  const own = node.body.body.find((member) => member.type === 'MethodDefinition' && member.kind === 'constructor');
  if (own?.type !== 'MethodDefinition') return constructBase(args);
  for (const [index, parameter] of (own.value.params as readonly Node[]).entries()) {
    const name = parameter.type === 'TSParameterProperty' ? nameOfParameter(parameter.parameter) : null;
    const value = args[index];
    if (name !== null && value) object.properties.set(name, value);
  }
  const inside = newScope(scope, true);
  inside.variables.set('super', builtin('super', (call) => { constructBase(call.args); return object; }));
  const callee: FunctionValue = { kind: 'function', node: own.value, scope: inside, self: object, range };
  invoke(machine, callee, args, { self: object, range, isNew: false, written: 'constructor' });
} // prettier-ignore

/** Runs what a class does when it is declared. */
export function runStatics(machine: Machine, node: ClassNode, scope: Scope): void {
  for (const member of node.body.body) {
    if (member.type === 'StaticBlock') runBlock(machine, member.body, newScope(scope, true));
    else if (member.type === 'PropertyDefinition' && member.static && member.value && machine.stack.length > 0) evaluate(machine, member.value, scope); // prettier-ignore
  }
}

function nameOfParameter(node: Node): string | null {
  const target = node.type === 'AssignmentPattern' ? node.left : node;
  return target.type === 'Identifier' ? target.name : null;
}

/** What the class extends: an object of another class of the script, or what a framework's class gives. */
function baseOf(machine: Machine, node: ClassNode, scope: Scope, range: Range): Value | null {
  if (!node.superClass) return null;
  const value = evaluate(machine, node.superClass, scope);
  if (value.kind === 'function' && value.node !== node) return instantiate(machine, value, range);
  if (value.kind !== 'builtin') return value.kind === 'unknown' ? null : value;
  const site = { name: value.name, args: [], range, head: range, written: value.name, isNew: true, source: sourceOf(scope), template: null }; // prettier-ignore
  return value.call(makeCall(machine, site));
}

/** A static member of a class of the script. */
export function staticOf(machine: Machine, callee: FunctionValue, name: string): Value | undefined {
  const { node, scope } = callee;
  if (!isClass(node)) return undefined;
  for (const member of node.body.body) {
    if ((member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') || !member.static) continue;
    if (keyOf(member.key, member.computed) !== name || !member.value) continue;
    if (member.type === 'PropertyDefinition') return evaluate(machine, member.value, scope);
    return {
      kind: 'function',
      node: member.value,
      scope,
      self: null,
      isGetter: 'kind' in member && member.kind === 'get',
      range: rangeOf(member.key),
    };
  }
  return inheritedStatic(machine, callee, name);
}

function inheritedStatic(machine: Machine, heir: FunctionValue, name: string): Value | undefined {
  const { node, scope } = heir;
  if (!isClass(node) || !node.superClass) return undefined;
  const base = evaluate(machine, node.superClass, scope);
  if (base.kind === 'builtin') return base.heirloom?.(heir, name);
  return base.kind === 'function' && base.node !== node ? staticOf(machine, base, name) : undefined;
}

/** The name of the class that a class extends, as written, or null. */
export function superName({ node }: FunctionValue): string | null {
  return isClass(node) && node.superClass?.type === 'Identifier' ? node.superClass.name : null;
}

/** Whether a value is a class of the script. */
export function isClassValue(value: Value): value is FunctionValue {
  return value.kind === 'function' && isClass(value.node);
}

/** The names that a class says it implements: `MigrationInterface`. */
export function interfacesOf({ node }: FunctionValue): readonly string[] {
  if (!isClass(node)) return [];
  return (node.implements ?? []).flatMap(({ expression }) => (expression.type === 'Identifier' ? [expression.name] : []));
} // prettier-ignore
