import type { Range } from '../types.ts';
import { pathTo } from './path-to.ts';
import { bare, keyOf, type Node, type NodeOf, rangeOf, type Tree } from './tree.ts';

/** A function of a script that goes one way, as it is written; offsets are UTF-16 into the script. */
export interface WayForm {
  readonly function: FunctionNode;
  /** What holds it: a member of a class, a property of an object, a statement; null when it is held by something else. */
  readonly holder: Holder | null;
}

/** A whole that can be written a second time under another name. */
export interface Holder {
  readonly kind: 'member' | 'property' | 'statement';
  /** Without decorators. */
  readonly range: Range;
  /** Where its names stand. */
  readonly names: readonly Range[];
  /** What it goes by. */
  readonly name: string;
  /** Whether the whole exports it; else something else of the script does. */
  readonly isExported: boolean;
  /** The class or the object that it is a part of. */
  readonly home: Node | null;
}

export type FunctionNode = Extract<Node, { params: unknown; body: unknown; async: boolean }>;

/** How a function is written; null when it is none. */
export function formOf({ program }: Tree, node: Node): WayForm | null {
  if (node.type !== 'FunctionDeclaration' && node.type !== 'FunctionExpression' && node.type !== 'ArrowFunctionExpression') return null; // prettier-ignore
  // What says nothing about its value: parentheses, `as`, `satisfies`.
  const path = pathTo(program, node).slice(0, -1);
  const around = path.filter((each) => bare(each) === each).toReversed();
  return { function: node, holder: around.length > 0 ? holderOf(node, around) : null };
}

type Around = readonly Node[];

function holderOf(node: FunctionNode, around: Around): Holder | null {
  const [parent] = around;
  switch (parent?.type) {
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return parent.static ? null : keyed('member', parent, node, around[2] ?? null);
    case 'Property':
      return keyed('property', parent, node, around[1] ?? null);
    case 'AssignmentExpression':
      return assigned(parent, node, around);
    case 'VariableDeclarator':
      return declared(parent, node, around);
    case 'Program':
    case 'ExportNamedDeclaration':
      return node.type === 'FunctionDeclaration' && node.id ? statement(node.id.name, [headOf(node.id)], parent.type === 'Program' ? node : parent) : null; // prettier-ignore
    default:
      return null;
  }
}

type Keyed = Extract<Node, { key: Node; value: unknown; computed: boolean }>;

function keyed(kind: 'member' | 'property', parent: Keyed, node: FunctionNode, home: Node | null): Holder | null {
  const name = keyOf(parent.key, parent.computed);
  if (name === null || ('kind' in parent && /^[gs]et$/.test(parent.kind))) return null;
  const [start, end] = rangeOf(parent);
  const decorators = 'decorators' in parent ? (parent.decorators as readonly Node[]) : [];
  const last = decorators.at(-1);
  const range: Range = [last ? rangeOf(last)[1] : start, end];
  return { kind, range, names: [keyRange(parent.key), ...ownName(node)], name, isExported: true, home };
}

/** `exports.up = …`, `module.exports.up = …`. */
function assigned(parent: NodeOf<'AssignmentExpression'>, node: FunctionNode, around: Around): Holder | null {
  const { left } = parent;
  const [, above, top] = around;
  if (left.type !== 'MemberExpression' || above?.type !== 'ExpressionStatement' || top?.type !== 'Program') return null;
  const name = keyOf(left.property, left.computed);
  return name === null ? null : statement(name, [keyRange(left.property), ...ownName(node)], above, true);
}

/** `export const up = …`, or one that is exported later. */
function declared(parent: NodeOf<'VariableDeclarator'>, node: FunctionNode, around: Around): Holder | null {
  const [, above, top] = around;
  if (above?.type !== 'VariableDeclaration' || above.declarations.length !== 1 || parent.id.type !== 'Identifier') return null; // prettier-ignore
  const names = [headOf(parent.id), ...ownName(node)];
  if (top?.type === 'ExportNamedDeclaration') return statement(parent.id.name, names, top);
  return top?.type === 'Program' ? statement(parent.id.name, names, above) : null;
}

const statement = (name: string, names: readonly Range[], node: Node, isExported = node.type === 'ExportNamedDeclaration'): Holder => ({ kind: 'statement', range: rangeOf(node), names, name, isExported, home: null }); // prettier-ignore

/** Of an identifier only the word: its type is not a part of it. */
function headOf(node: { readonly name: string } & Node): Range {
  const [start] = rangeOf(node);
  return [start, start + node.name.length];
}

/** A key without its quotes. */
function keyRange(key: Node): Range {
  const [start, end] = rangeOf(key);
  return key.type === 'Literal' ? [start + 1, end - 1] : [start, end];
}

/** `function up` of `exports.up = function up() {}`. */
const ownName = (node: FunctionNode): readonly Range[] => (node.type !== 'ArrowFunctionExpression' && node.id ? [headOf(node.id)] : []); // prettier-ignore
