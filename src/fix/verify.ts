import type { Edit, Finding, Suggestion } from '../types.ts';
import { applyEdits, compatible } from './apply.ts';
import { isSafe, type Verdict } from './safe.ts';

/** Judges a text in place of the file's. */
export type Judge = (text: string) => Verdict;

/** A finding with its fix. */
export interface Fix {
  readonly finding: Finding;
  readonly edits: readonly Edit[];
}

/** The fixes that findings bring. */
export function fixesOf(findings: readonly Finding[]): readonly Fix[] {
  return findings.flatMap((finding) => (finding.fix ? [{ finding, edits: finding.fix }] : []));
}

/** More than these judgements are not spent on the fixes or the suggestions of one file; what then is not known to be safe is left out. */
const mostTries = 100;

/** Findings without the fixes, and the suggestions that should mend them, that would not or would bring something worse. */
export function verified(verdict: Verdict, judge: Judge): readonly Finding[] {
  return withGoodSuggestions({ ...verdict, findings: withGoodFixes(verdict, judge) }, judge);
}

function withGoodSuggestions(before: Verdict, judge: Judge): readonly Finding[] {
  let tries = mostTries;
  const isGood = (finding: Finding, { mends, edits }: Suggestion) =>
    mends !== true || (tries-- > 0 && isSafe(before, judge(applyEdits(before.migration.text, edits)), [finding]));
  return before.findings.map((finding) => {
    const { suggestions: all, ...rest } = finding;
    const good = all?.filter((suggestion) => isGood(finding, suggestion)) ?? [];
    if (good.length === (all?.length ?? 0)) return finding;
    return good.length === 0 ? rest : { ...rest, suggestions: good };
  });
}

function withGoodFixes({ migration, findings }: Verdict, judge: Judge): readonly Finding[] {
  const fixes = fixesOf(findings);
  if (fixes.length === 0) return findings;
  const before = { migration, findings };
  let tries = mostTries;
  const isGood = (group: readonly Fix[]) => {
    if (tries === 0 || compatible(group).length < group.length) return false;
    tries -= 1;
    const text = applyEdits(migration.text, compatible(group).flatMap(({ edits }) => edits));
    return isSafe(before, judge(text), group.map(({ finding }) => finding));
  };
  const good = new Set(goodOf(fixes, isGood).map(({ finding }) => finding));
  return findings.map((finding) => (finding.fix && !good.has(finding) ? withoutFix(finding) : finding));
} // prettier-ignore

/** Halves a group until what is left of it is good or one fix alone. */
function goodOf(group: readonly Fix[], isGood: (group: readonly Fix[]) => boolean): readonly Fix[] {
  if (isGood(group)) return group;
  if (group.length < 2) return [];
  const middle = group.length >> 1;
  return [...goodOf(group.slice(0, middle), isGood), ...goodOf(group.slice(middle), isGood)];
}

/** A finding as it is for who may not have it fixed. */
export function withoutFix({ fix: _, ...finding }: Finding): Finding {
  return finding;
}
