import { lastAtOrBefore } from './lines.ts';
import type { Range } from './types.ts';

/** The index of the innermost range that holds `[start, end)`; null when none does. */
export type Innermost = (start: number, end?: number) => number | null;

interface Node {
  readonly index: number;
  readonly range: Range;
  /** The innermost of those that were open when it began. */
  readonly outer: Node | null;
}

/**
 * Finds the innermost of ranges that may nest, cross and repeat: of those that hold a place the one that begins last, of equal ones the
 * first. Empty ranges hold nothing.
 */
export function innermost(ranges: readonly Range[]): Innermost {
  const starts: number[] = [];
  const nodes: (Node | null)[] = [];
  const note = (at: number, node: Node | null) => {
    const isAgain = starts.at(-1) === at;
    if (!isAgain) starts.push(at);
    nodes[starts.length - 1] = node;
  };
  let open: Node | null = null;
  const closeUntil = (at: number) => {
    while (open && open.range[1] <= at) {
      const end: number = open.range[1];
      // One that it crosses may have ended before.
      while (open && open.range[1] <= end) open = open.outer;
      note(end, open);
    }
  };
  for (const { index, range } of inOrder(ranges)) {
    closeUntil(range[0]);
    open = { index, range, outer: open };
    note(range[0], open);
  }
  closeUntil(Infinity);
  return (start, end = start + 1) => {
    let node = nodes[lastAtOrBefore(starts, start)] ?? null;
    while (node && end > node.range[1]) node = node.outer;
    return node?.index ?? null;
  };
}

/** Each range once, those that begin first and end last first. */
function inOrder(ranges: readonly Range[]) {
  const sorted = ranges
    .map((range, index) => ({ range, index }))
    .filter(({ range: [start, end] }) => start < end)
    .sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1] || a.index - b.index);
  return sorted.filter(({ range: [start, end] }, at) => {
    const [before, until] = sorted[at - 1]?.range ?? [-1, -1];
    return start !== before || end !== until;
  });
}
