import { type Node, rangeOf } from './tree.ts';

/** The nodes around a node, from the outermost to itself; empty when it is not in the tree. */
export function pathTo(tree: Node, wanted: Node): readonly Node[] {
  const [start, end] = rangeOf(wanted);
  const path: Node[] = [];
  const find = (node: Node): boolean => {
    path.push(node);
    if (node === wanted || childrenOf(node).some((child) => isAround(child, start, end) && find(child))) return true;
    path.pop();
    return false;
  };
  return find(tree) ? path : [];
}

const isAround = (node: Node, start: number, end: number): boolean => {
  const [from, to] = rangeOf(node);
  return from <= start && to >= end;
};

/** The nodes directly below a node. */
export function childrenOf(node: Node): readonly Node[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => (key === 'parent' ? [] : [value].flat().filter(isNode)));
} // prettier-ignore

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** All nodes of a tree; inside of those that are not `entered` none. */
export function* nodesIn(node: Node, entered: (node: Node) => boolean = () => true): Generator<Node> {
  yield node;
  if (entered(node)) for (const child of childrenOf(node)) yield* nodesIn(child, entered);
}
