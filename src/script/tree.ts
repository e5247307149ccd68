import type { Node as AnyNode, Program } from 'oxc-parser';
import type { Comment, Range } from '../types.ts';

/** A node of the ESTree with TypeScript's, as oxc-parser and @typescript-eslint/parser both give it. */
export type Node = AnyNode;

/** The node of one `type`. */
export type NodeOf<Type extends Node['type']> = Extract<Node, { type: Type }>;

/** A file as its parser understands it. */
export interface Tree {
  readonly program: Program;
  readonly comments: readonly Comment[];
}

/** What becomes of a script's text: its tree, or why it has none (`range` is where the parser stopped). */
export type Parsed =
  | { readonly ok: true; readonly tree: Tree }
  | { readonly ok: false; readonly message: string; readonly range: Range; readonly comments: readonly Comment[] };

/** A parser of JavaScript and TypeScript; it never throws. */
export type Parse = (path: string, text: string) => Parsed;

/** Where a node stands, in UTF-16 offsets. */
export function rangeOf(node: Node): Range {
  return node.range ?? [node.start, node.end];
}

/** A node without what says nothing about its value: parentheses, `await`, `as`, `!`, `satisfies`, optional chains. */
export function bare(node: Node): Node {
  switch (node.type) {
    case 'AwaitExpression':
    case 'YieldExpression':
      return node.argument ? bare(node.argument) : node;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return bare(node.expression);
    default:
      return node;
  }
}

/** Whether an expression waits for its value. */
export function isAwaited(node: Node): boolean {
  if (node.type === 'AwaitExpression' || node.type === 'YieldExpression') return true;
  return 'expression' in node && bare(node) !== node && isAwaited(node.expression as Node);
}

/** The name that a property, method or member has when the file alone tells it; null for a computed one. */
export function keyOf(key: Node, computed: boolean): string | null {
  if (key.type === 'Identifier') return computed ? null : key.name;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  return key.type === 'Literal' ? String(key.value) : null;
}
