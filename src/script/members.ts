import type { Range } from '../types.ts';
import { staticOf } from './classes.ts';
import { evaluate } from './evaluate.ts';
import { invoke } from './invoke.ts';
import type { Machine } from './machine.ts';
import { knownString } from './sql.ts';
import { keyOf, type NodeOf } from './tree.ts';
import { choiceOf, constantValue, type Scope, type Test, unknown, type Value } from './values.ts';

/** The name of a member; of a computed one, when the script tells it. */
export function nameOfMember(machine: Machine, node: NodeOf<'MemberExpression'>, scope: Scope): string | null {
  if (!node.computed) return keyOf(node.property, false);
  const value = evaluate(machine, node.property, scope);
  return value.kind === 'constant' ? String(value.value) : knownString(value);
}

/** A property of a value; of what is not known, something unknown. */
export function memberOf(machine: Machine, object: Value, name: string | null, range: Range, expression: string): Value {
  const nothing = unknown(expression, range);
  if (name === null) return anyOf(object, range, expression);
  switch (object.kind) {
    case 'object':
      return ofObject(machine, object, name, range, expression);
    case 'choice':
      return choiceOf(object.options.map((option) => memberOf(machine, option, name, range, expression)), range, expression);
    case 'array':
      if (name === 'length' && !object.isOpen) return constantValue(object.items.length, range);
      if (object.isLoose && /^\d+$/.test(name)) return choiceOf(object.items, range, expression);
      return object.items[Number(name)] ?? nothing;
    case 'receiver': {
      const value = object.type.get?.(object, name);
      if (value) return { ...value, range };
      return Object.hasOwn(object.type.methods, name) ? { kind: 'member', receiver: object, name, range } : nothing;
    }
    case 'builtin':
      return object.properties?.[name] ?? nothing;
    case 'function':
      return got(machine, staticOf(machine, object, name), object, range, expression) ?? nothing;
    case 'test':
      return ofTest(machine, object, name, range, expression);
    default:
      return nothing;
  }
} // prettier-ignore

/** A member whose name nobody can tell: any item, any of the functions. */
function anyOf(object: Value, range: Range, expression: string): Value {
  const nothing = unknown(expression, range);
  if (object.kind === 'array') return choiceOf(object.items, range, expression);
  if (object.kind === 'receiver') return { kind: 'member', receiver: object, name: '', range };
  if (object.kind !== 'object') return nothing;
  const callable = [...object.properties.values()].filter(({ kind }) =>
    /^(?:function|builtin|member|receiver)$/.test(kind),
  );
  return choiceOf([...callable, nothing], range, expression);
}

/** What a getter gives; any other value is what it is. */
function got(
  machine: Machine,
  value: Value | undefined,
  self: Value,
  range: Range,
  written: string,
): Value | undefined {
  if (value?.kind !== 'function' || !value.isGetter) return value;
  return invoke(machine, value, [], { self, range, isNew: false, written });
}

/** A part of what was answered. `rows`, `rowCount`, `length`, `[0]`, `exists` all ask the same. */
function ofTest(machine: Machine, object: Test, name: string, range: Range, expression: string): Value {
  const { answer, ...question } = object;
  const part = answer && memberOf(machine, answer, name, range, expression);
  return part && part.kind !== 'unknown' ? part : { ...question, expression, range };
}

function ofObject(machine: Machine, object: Extract<Value, { kind: 'object' }>, name: string, range: Range, expression: string): Value {
  const value = object.properties.get(name);
  if (value?.kind === 'function' && value.isGetter) return invoke(machine, value, [], { self: object, range, isNew: false, written: expression });
  if (value) return value.kind === 'text' || value.kind === 'constant' ? { ...value, range } : value;
  if (object.base) return memberOf(machine, object.base, name, range, expression);
  return unknown(expression, range);
} // prettier-ignore
