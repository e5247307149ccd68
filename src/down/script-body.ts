import { childrenOf, nodesIn } from '../script/path-to.ts';
import { bare, type Node, type NodeOf, rangeOf } from '../script/tree.ts';
import type { FunctionNode } from '../script/way-form.ts';
import type { Edit, Range } from '../types.ts';
import { indentAt, isFirstInLine, lineEnd } from './script-style.ts';

/** The calls that go into a body, on lines of their own, and what stands before its last brace. */
export interface Filling {
  readonly calls: string;
  readonly indent: string;
  /** The depth of the calls. */
  readonly inner: string;
}

/** Puts calls into a body that does nothing, in place of what only ends it; null where the body decides by itself when it ends. */
export function filled(node: FunctionNode, text: string, { calls, indent, inner }: Filling): readonly Edit[] | null {
  const body: Node | null = node.body;
  if (!body) return null;
  if (body.type !== 'BlockStatement') return isNothing(body, node) ? [{ range: rangeOf(body), text: `{\n${calls}${indent}}` }] : null;
  // What stands behind an end never ran, and must not begin to.
  if (body.body.some((each, index) => (isEnd(each) ? index < body.body.length - 1 : endsInside(each)))) return null;
  const last = body.body.at(-1);
  const dead = body.body.filter((each) => isDead(each, node)).map((each) => wholeLine(rangeOf(each), text));
  if (last?.type === 'ReturnStatement' && !isDead(last, node)) {
    const [at] = rangeOf(last);
    return inOrder([...cuts(dead, text), { range: [at, at], text: `${calls.slice(inner.length)}${inner}` }]);
  }
  const [start, end] = [rangeOf(body)[0] + 1, rangeOf(body)[1] - 1];
  const kept = lastKept(text, [start, end], dead);
  const before = dead.filter(([from]) => from < kept);
  return inOrder([...cuts(before, text), { range: [kept, end], text: `\n${calls}${indent}` }]);
} // prettier-ignore

const inOrder = (edits: readonly Edit[]) => edits.toSorted((a, b) => a.range[0] - b.range[0]);

const cuts = (ranges: readonly Range[], text: string): readonly Edit[] =>
  ranges.map(([start, end]) => ({ range: [start, Math.min(end, text.length)], text: '' }));

const isEnd = ({ type }: Node) => type === 'ReturnStatement' || type === 'ThrowStatement';

/** Whether something below a statement ends the function. */
function endsInside(statement: Node): boolean {
  const isOutside = (node: Node) => !/Function|Class/.test(node.type);
  return childrenOf(statement).some((child) => isOutside(child) && [...nodesIn(child, isOutside)].some(isEnd));
}

/** Whether a statement does nothing but to end its function, or nothing at all. */
function isDead(node: Node, around: FunctionNode): boolean {
  if (node.type === 'ThrowStatement' || node.type === 'EmptyStatement') return true;
  if (node.type === 'ReturnStatement') return !node.argument || isNothing(node.argument, around);
  if (node.type !== 'ExpressionStatement' || ('directive' in node && typeof node.directive === 'string')) return false;
  return isNothing(node.expression, around);
}

/** What is nothing: a constant, a parameter, a promise of them, the callback that tells that all is done. */
function isNothing(node: Node, around: FunctionNode): boolean {
  const value = bare(node);
  if (value.type === 'Literal') return true;
  if (value.type === 'Identifier') return value.name === 'undefined' || namesOf(around).includes(value.name);
  if (value.type === 'UnaryExpression') return value.operator === 'void' && isNothing(value.argument, around);
  if (value.type === 'ArrayExpression') return value.elements.length === 0;
  return value.type === 'CallExpression' && isSettled(value, around);
}

function isSettled({ callee, arguments: given }: NodeOf<'CallExpression'>, around: FunctionNode): boolean {
  if (!given.every((each) => each.type === 'NewExpression' || isNothing(each, around))) return false;
  if (callee.type === 'Identifier') return namesOf(around).slice(1).includes(callee.name);
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Promise';
}

const namesOf = ({ params }: FunctionNode): readonly string[] =>
  params.map((each: Node) => (each.type === 'Identifier' ? each.name : ''));

/** A statement that has its lines for itself goes with them. */
function wholeLine([start, whole]: Range, text: string): Range {
  // A semicolon in the next line keeps that one apart.
  const end = start + text.slice(start, whole).replace(/\s*\n\s*;$/, '').length;
  if (!isFirstInLine(text, start)) return [start, end];
  const rest = text.slice(end, lineEnd(text, end));
  const from = start - indentAt(text, start).length;
  if (rest.trim() !== '') return [start, end + (rest.length - rest.trimStart().length)];
  return [Math.max(from - (text[from - 2] === '\r' ? 2 : 1), 0), end + rest.length];
}

/** Behind the last sign of a body that stays. */
function lastKept(text: string, [start, end]: Range, dead: readonly Range[]): number {
  for (let at = end; at > start; at--) {
    const inside = dead.find(([from, to]) => from < at && at <= to);
    if (inside) at = inside[0] + 1;
    else if (/\S/.test(text[at - 1] ?? '')) return at;
  }
  return start;
}
