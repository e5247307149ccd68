import type { Range } from '../types.ts';
import { misreadLine } from './scan-recovery.ts';
import { split } from './split.ts';

/** How many times its own length a statement may be split again. */
const PATIENCE = 2;

/**
 * Statements that a misplaced quote may hide inside a statement that the grammar refused, in their order:
 * in `INSERT … ('it's');⏎DROP TABLE x;⏎INSERT … ('it's');` the DROP is, to the letter, part of a string.
 */
export function hiddenStatements(text: string, range: Range): Range[] {
  const hidden: Range[] = [];
  let patience = PATIENCE * (range[1] - range[0]);
  const open: Range[] = [range];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [start, end] = next;
    patience -= end - start;
    const semicolon = patience < 0 ? -1 : misreadLine(text, next);
    if (start !== range[0]) hidden.push([start, semicolon === -1 ? end : semicolon]);
    if (semicolon === -1) continue;
    const offset = semicolon + 1;
    const { chunks } = split(text.slice(offset, end));
    for (const chunk of chunks.reverse()) {
      if (chunk.kind === 'sql') open.push([chunk.range[0] + offset, chunk.range[1] + offset]);
    }
  }
  return hidden;
}
