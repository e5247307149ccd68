import type { Comment, Undo } from '../types.ts';

/** Finds `-- farout-guard: irreversible -- <reason>`. It counts only with a reason that someone has written. */
export function findIrreversible(comments: readonly Comment[]): Extract<Undo, { kind: 'irreversible' }> | null {
  for (const { text, range } of comments) {
    if (!text.includes('irreversible')) continue;
    for (const line of text.split(/[\r\n]+/)) {
      const reason = /^farout-guard:\s*irreversible\s+--\s*(\S.*)$/.exec(line.replace(/^[\s*]+/, '').trim())?.[1];
      if (reason !== undefined && !/^<[^>]*>$/.test(reason)) return { kind: 'irreversible', reason, range };
    }
  }
  return null;
}
