import type { Range } from '../types.ts';
import { evaluateCall, evaluateTag } from './calls.ts';
import { instanceScope, runStatics } from './classes.ts';
import { type Machine, placed, placeOf, spend, written } from './machine.ts';
import { noteMade } from './made.ts';
import { memberOf, nameOfMember } from './members.ts';
import { assignment, binary, conditional, logical, unary, update } from './operators.ts';
import { lookUp } from './scope.ts';
import { constant, quasiText, stringText, textValue } from './string-text.ts';
import { templateValue } from './templates.ts';
import { bare, isAwaited, keyOf, type Node, type NodeOf, rangeOf } from './tree.ts';
import {
  arrayValue,
  awaited,
  constantValue,
  type FunctionValue,
  objectValue,
  type Scope,
  sourceOf,
  stringValue,
  type Template,
  unknown,
  type Value,
} from './values.ts';

/** The value of an expression, as far as the script alone tells; what it calls is run. */
export function evaluate(machine: Machine, expression: Node, scope: Scope): Value {
  const value = valueOf(machine, bare(expression), scope);
  return isAwaited(expression) ? awaited(value) : value;
}

function valueOf(machine: Machine, node: Node, scope: Scope): Value {
  if (!spend(machine, node)) return unknown('', placeOf(machine, node));
  const range = placeOf(machine, node);
  switch (node.type) {
    case 'Literal':
      return literalValue(machine, node, range, scope);
    case 'TemplateLiteral':
      return templateValue(templateOf(machine, node, scope));
    case 'TaggedTemplateExpression':
      return evaluateTag(machine, node, scope);
    case 'Identifier':
      return identifierValue(node.name, range, scope);
    case 'Super':
      return lookUp(scope, 'super') ?? unknown('super', range);
    case 'ThisExpression':
      return lookUp(scope, 'this') ?? unknown('this', range);
    case 'ArrayExpression':
      return arrayOf(machine, node, scope);
    case 'ObjectExpression':
      return objectOf(machine, node, scope);
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'FunctionDeclaration': {
      const callee: FunctionValue = { kind: 'function', node, scope: instanceScope(node, scope), self: null, range };
      return machine.stack.length > 0 ? noteMade(machine, callee) : callee;
    }
    case 'ClassExpression':
      runStatics(machine, node, scope);
      return { kind: 'function', node, scope: instanceScope(node, scope), self: null, range };
    case 'ClassDeclaration':
      return { kind: 'function', node, scope: instanceScope(node, scope), self: null, range };
    case 'CallExpression':
    case 'NewExpression':
    case 'ImportExpression':
      return evaluateCall(machine, node, scope);
    case 'MemberExpression': {
      const object = evaluate(machine, node.object, scope);
      return memberOf(machine, object, nameOfMember(machine, node, scope), range, written(sourceOf(scope), node));
    }
    case 'AssignmentExpression':
      return assignment(machine, node, scope);
    case 'ConditionalExpression':
      return conditional(machine, node, scope);
    case 'LogicalExpression':
      return logical(machine, node, scope);
    case 'BinaryExpression':
      return binary(machine, node, scope);
    case 'UnaryExpression':
      return unary(machine, node, scope);
    case 'UpdateExpression':
      return update(machine, node, scope);
    case 'MetaProperty':
      return metaOf(scope, range);
    case 'SequenceExpression':
      return node.expressions.map((each) => evaluate(machine, each, scope)).at(-1) ?? unknown('', range);
    default:
      return unknown(written(sourceOf(scope), node), range);
  }
}

/** `import.meta`: where the script is. */
function metaOf({ path }: Scope, range: Range): Value {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
  const text = (value: string) => stringValue([constant(value, range)], range);
  return objectValue([['url', text(path)], ['filename', text(path)], ['dirname', text(folder)]], range); // prettier-ignore
}

function literalValue(machine: Machine, node: NodeOf<'Literal'>, range: Range, scope: Scope): Value {
  const { value } = node;
  if (typeof value !== 'string') return constantValue(value, range);
  const literal = { value, range: node.range ?? [node.start, node.end] } as const;
  return stringValue(placed(machine, stringText(literal, sourceOf(scope))), range);
}

/** Where a value of a template stands, with the signs around it; some parsers count those to the texts beside it. */
function gapOf({ quasis }: NodeOf<'TemplateLiteral'>, index: number, source: string): Range {
  const [before, after] = [quasis[index], quasis[index + 1]];
  if (!before || !after) return [0, 0];
  const [start, end] = [rangeOf(before)[1], rangeOf(after)[0]];
  return [source.startsWith('${', start - 2) ? start - 2 : start, source.startsWith('}', end) ? end + 1 : end];
}

/** A template literal's parts. */
export function templateOf(machine: Machine, node: NodeOf<'TemplateLiteral'>, scope: Scope, raw = false): Template {
  const source = sourceOf(scope);
  const texts = node.quasis.map((quasi) => {
    const { value } = quasi;
    return placed(machine, quasiText({ value, range: quasi.range ?? [quasi.start, quasi.end] }, source, { raw }));
  });
  return {
    texts,
    values: node.expressions.map((each, index) => {
      const value = evaluate(machine, each, scope);
      return value.kind === 'array' || value.kind === 'object' ? value : { ...value, range: machine.anchor ?? gapOf(node, index, source) }; // prettier-ignore
    }),
    range: placeOf(machine, node),
  };
}

/** A variable's value, as it is used here. */
function identifierValue(name: string, range: Range, scope: Scope): Value {
  if (name === 'undefined') return constantValue(undefined, range);
  const value = lookUp(scope, name);
  if (!value) return unknown(name, range);
  // Arrays and objects are changed in place: there is only one of each.
  if (value.kind === 'array' || value.kind === 'object') return value;
  const isImported = value.kind === 'text' && value.range[0] !== range[0] && isForeign(value.range, scope);
  // What another file says stands where its name is used.
  return isImported ? stringValue([constant(textValue(value.text), range)], range) : { ...value, range };
}

const isForeign = (range: Range, scope: Scope) => scope.imports.some(([start, end]) => range[0] >= start && range[1] <= end); // prettier-ignore

function arrayOf(machine: Machine, node: NodeOf<'ArrayExpression'>, scope: Scope): Value {
  const result = arrayValue([], placeOf(machine, node));
  for (const element of node.elements) {
    if (!element) result.items.push(constantValue(undefined, result.range));
    else if (element.type === 'SpreadElement') {
      const spread = evaluate(machine, element.argument, scope);
      if (spread.kind === 'array') result.items.push(...spread.items);
      if (spread.kind !== 'array' || spread.isOpen) result.isOpen = true;
    } else result.items.push(evaluate(machine, element, scope));
  }
  return result;
}

function objectOf(machine: Machine, node: NodeOf<'ObjectExpression'>, scope: Scope): Value {
  const keys = new Map<string, Range>();
  const result = { ...objectValue([], placeOf(machine, node)), keys, base: null as Value | null };
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      const spread = evaluate(machine, property.argument, scope);
      if (spread.kind === 'object') for (const [key, value] of spread.properties) result.properties.set(key, value);
      if (spread.kind === 'object') for (const [key, range] of spread.keys ?? []) keys.set(key, range);
      if (spread.kind === 'receiver') result.base ??= spread;
      if (spread.kind !== 'object' || spread.isOpen) result.isOpen = true;
      continue;
    }
    const value = evaluate(machine, property.value, scope);
    const key = property.computed ? computedKey(machine, property.key, scope) : keyOf(property.key, false);
    if (key !== null) keys.set(key, placeOf(machine, property.key));
    if (key === null) result.isOpen = true;
    else if (property.kind !== 'set') result.properties.set(key, ofObject(value, property, result));
  }
  return result;
}

function ofObject(value: Value, { kind, method }: NodeOf<'Property'>, self: Value): Value {
  return value.kind === 'function' && (method || kind === 'get') ? { ...value, self, isGetter: kind === 'get' } : value;
}

function computedKey(machine: Machine, key: Node, scope: Scope): string | null {
  const value = evaluate(machine, key, scope);
  return value.kind === 'text' ? textValue(value.text) : null;
}
