import type { Range } from '../types.ts';
import type { Call } from './call.ts';
import { isHandler, noteCaught } from './caught.ts';
import { isClassValue } from './classes.ts';
import { evaluate, templateOf } from './evaluate.ts';
import { invoke } from './invoke.ts';
import { type Machine, placeOf, written } from './machine.ts';
import { makeCall, type CallSite } from './make-call.ts';
import { memberOf, nameOfMember } from './members.ts';
import { knownMethod } from './methods.ts';
import { isDangerous, stranger } from './strangers.ts';
import { templateValue } from './templates.ts';
import { bare, type Node, type NodeOf, rangeOf } from './tree.ts';
import { choiceOf, type Receiver, type Scope, sourceOf, type Value } from './values.ts';

type CallNode = NodeOf<'CallExpression'> | NodeOf<'NewExpression'> | NodeOf<'ImportExpression'>;

/** Runs a call and gives its value. */
export function evaluateCall(machine: Machine, node: CallNode, scope: Scope): Value {
  if (node.type === 'ImportExpression') {
    const source = evaluate(machine, node.source, scope);
    return invokeValue(machine, lookUpRequire(scope), siteOf(machine, node, 'import', [source], scope));
  }
  const callee = bare(node.callee);
  if (callee.type === 'MemberExpression') {
    const before = machine.sent.length;
    const object = evaluate(machine, callee.object, scope);
    const after = machine.sent.length;
    const name = nameOfMember(machine, callee, scope);
    const args = argumentsOf(machine, node.arguments, scope);
    if ((name === 'catch' && isHandler(args[0])) || (name === 'then' && isHandler(args[1]))) noteCaught(machine, before, after);
    return invokeMember(machine, object, siteOf(machine, node, name ?? '', args, scope, callee.property));
  }
  const value = evaluate(machine, callee, scope);
  const args = argumentsOf(machine, node.arguments, scope);
  return invokeValue(machine, value, siteOf(machine, node, callee.type === 'Identifier' ? callee.name : '', args, scope));
} // prettier-ignore

function lookUpRequire(scope: Scope): Value {
  let top = scope;
  while (top.parent) top = top.parent;
  return top.variables.get('require') ?? { kind: 'unknown', expression: 'import', range: [0, 0] };
}

/** A template with a tag: the tag is called with the template. */
export function evaluateTag(machine: Machine, node: NodeOf<'TaggedTemplateExpression'>, scope: Scope): Value {
  const tag = bare(node.tag);
  const isMember = tag.type === 'MemberExpression';
  const object = isMember ? evaluate(machine, tag.object, scope) : null;
  const name = isMember ? (nameOfMember(machine, tag, scope) ?? '') : tag.type === 'Identifier' ? tag.name : '';
  const isRaw = name === 'raw' && isMember && bare(tag.object).type === 'Identifier' && (bare(tag.object) as { name?: string }).name === 'String'; // prettier-ignore
  const template = templateOf(machine, node.quasi, scope, isRaw);
  const text = templateValue(template);
  if (isRaw) return text;
  const site: CallSite = { ...siteOf(machine, node, name, [text], scope, isMember ? tag.property : tag), template };
  const value = object
    ? memberOf(machine, object, name, rangeOf(tag), written(sourceOf(scope), tag))
    : evaluate(machine, tag, scope);
  if (value.kind === 'receiver' && value.type.tag) return value.type.tag(value, template, makeCall(machine, site));
  if (object?.kind === 'receiver') return invokeMember(machine, object, site);
  // A tag such as `dedent` gives the text; one called `sql` may well send it.
  if (value.kind === 'unknown' && name !== 'sql') return text;
  return invokeValue(machine, value, site);
}

function siteOf(machine: Machine, node: Node, name: string, args: readonly Value[], scope: Scope, word?: Node): CallSite {
  const range = placeOf(machine, node);
  const start = word && !machine.anchor ? rangeOf(word)[0] : range[0];
  const nodes = node.type === 'CallExpression' || node.type === 'NewExpression' ? node.arguments : [];
  return { name, args, range: [start, range[1]], head: machine.anchor ?? headOf(nodes, start, word ?? node, range[1]), written: written(sourceOf(scope), node), isNew: node.type === 'NewExpression', source: sourceOf(scope), template: null };
} // prettier-ignore

const isCallback = (node: Node) => /Function|Object|Array|^New/.test(node.type);

/** The whole call, or of a long one its name with the first words. */
function headOf(args: readonly Node[], start: number, word: Node, end: number): Range {
  const first = args[0];
  if (!args.some(isCallback)) return [start, end];
  return [start, first && !isCallback(first) ? rangeOf(first)[1] : word.type === 'Identifier' ? rangeOf(word)[1] : end];
}

function argumentsOf(machine: Machine, nodes: readonly Node[], scope: Scope): readonly Value[] {
  return nodes.flatMap((node) => {
    if (node.type !== 'SpreadElement') return [evaluate(machine, node, scope)];
    const spread = evaluate(machine, node.argument, scope);
    return spread.kind === 'array' && !spread.isOpen ? spread.items : [spread];
  });
}

/** Calls a method of a value. */
function invokeMember(machine: Machine, object: Value, site: CallSite): Value {
  switch (object.kind) {
    case 'choice':
      return choiceOf(object.options.map((option) => invokeMember(machine, option, site)), site.range, site.written);
    case 'receiver':
      return invokeMethod(machine, object, site);
    default: {
      const value = memberOf(machine, object, site.name, site.range, site.written);
      if (value.kind !== 'unknown' && value.kind !== 'test') return invokeValue(machine, value, site, object);
      return knownMethod(object, makeCall(machine, site)) ?? stranger(machine.world, object, makeCall(machine, site));
    }
  }
} // prettier-ignore

function invokeMethod(machine: Machine, object: Receiver, site: CallSite): Value {
  const call = makeCall(machine, site);
  const { methods, get, others = 'unverifiable' } = object.type;
  const method = Object.hasOwn(methods, site.name) ? methods[site.name] : undefined;
  if (method) return method(call, object) ?? { ...object, range: site.range };
  const value = get?.(object, site.name);
  if (value) return invokeValue(machine, value, site, object);
  if (site.name === 'bind' || site.name === 'catch' || site.name === 'finally' || site.name === 'then') return knownMethod(object, call) ?? object; // prettier-ignore
  if (others === 'unverifiable' || site.name === '') call.unverifiable();
  for (const arg of site.args) if (arg.kind === 'function') call.run(arg, others === 'chain' ? [object] : []);
  return others === 'chain' ? { ...object, range: site.range } : call.unknown();
}

/** Calls a value. */
function invokeValue(machine: Machine, value: Value, site: CallSite, self: Value | null = null): Value {
  switch (value.kind) {
    case 'choice':
      return choiceOf(value.options.map((option) => invokeValue(machine, option, site, self)), site.range, site.written);
    case 'function':
      // What `prototype` holds is not followed.
      if (site.isNew && !isClassValue(value) && site.args.some((arg) => isDangerous(arg))) makeCall(machine, site).unverifiable();
      return invoke(machine, value, site.args, { self: value.self ?? self, range: site.range, isNew: site.isNew, written: site.written });
    case 'builtin':
      return value.call(makeCall(machine, site));
    case 'receiver': {
      const call: Call = makeCall(machine, site);
      if (value.type.call) return value.type.call(call, value) ?? { ...value, range: site.range };
      return stranger(machine.world, value, call);
    }
    case 'member':
      return invokeMethod(machine, value.receiver, { ...site, name: value.name });
    default:
      return stranger(machine.world, self ?? value, makeCall(machine, site));
  }
} // prettier-ignore
