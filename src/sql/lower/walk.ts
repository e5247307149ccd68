import type { Node } from '@pgsql/types';

/** Any part of the parser's tree. */
export type Tree = unknown;

/** The keys of the parser's node union: `SelectStmt`, `FuncCall` … */
export type NodeType = Node extends infer N ? (N extends Node ? keyof N : never) : never;

/** The node that stands under one key of the union. */
export type NodeOf<Type extends NodeType> = Extract<Node, Record<Type, unknown>>[Type];

/**
 * Visits a tree's typed nodes in the order in which they stand, inner ones first.
 * `enter` returning false leaves a node and all below it out.
 */
export function walk(tree: Tree, visit: (type: string, node: object) => void, enter: (type: string) => boolean = () => true): void {
  if (Array.isArray(tree)) {
    for (const item of tree) walk(item, visit, enter);
    return;
  }
  if (typeof tree !== 'object' || tree === null) return;
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value !== 'object' || value === null) continue;
    // Node types are the keys that begin with a capital letter.
    const typed = key.charCodeAt(0) < 97;
    if (typed && !enter(key)) continue;
    walk(value, visit, enter);
    if (typed) visit(key, value as object);
  }
} // prettier-ignore

/** Whether a tree holds a node for which the test is true. */
export function contains(tree: Tree, test: (type: string, node: object) => boolean): boolean {
  let found = false;
  walk(tree, (type, node) => {
    found ||= test(type, node);
  });
  return found;
}

/** A tree as text without positions, for telling whether two expressions are the same. */
export function shape(tree: Tree): string {
  return JSON.stringify(tree, (key, value: unknown) => (key === 'location' ? undefined : value));
}

/** The last part of a column reference's name, or null for anything else. */
export function columnNameOf(node: Node | undefined): string | null {
  if (!node || !('ColumnRef' in node)) return null;
  const last = node.ColumnRef.fields?.at(-1);
  return last && 'String' in last ? (last.String.sval ?? null) : null;
}
