import type { Finding, Migration } from '../types.ts';

/** What is found in a text. */
export interface Verdict {
  readonly migration: Migration;
  readonly findings: readonly Finding[];
}

/** Whether a change mended these findings and brought nothing of level 2 or 3, and nothing that cannot be read, that was not there before. */
export function isSafe(before: Verdict, after: Verdict, mended: readonly Finding[]): boolean {
  if (unreadable(after) > unreadable(before)) return false;
  const [old, now, gone] = [countOf(before.findings), countOf(after.findings), countOf(mended)];
  const isGone = [...gone].every(([key, amount]) => (now.get(key) ?? 0) <= (old.get(key) ?? 0) - amount);
  return isGone && [...countOf(after.findings.filter(isHeavy))].every(([key, amount]) => amount <= (old.get(key) ?? 0));
}

const isHeavy = ({ level }: Finding) => level > 1;

function unreadable({ migration }: Verdict): number {
  const operations = migration.sections.flatMap(({ statements }) => statements.flatMap((each) => each.operations));
  return operations.filter(({ kind }) => kind === 'unparseable' || kind === 'unverifiable').length;
}

/** How often each open problem is there; its place and its words may change. */
function countOf(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, messageId, approval } of findings) {
    if (approval !== null) continue;
    const key = `${rule} ${messageId}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
