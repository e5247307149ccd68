import type { Edit, Finding, Suggestion } from '../types.ts';
import { applyEdits, compatible } from './apply.ts';
import { isSafe, type Verdict } from './safe.ts';

/** Judges a text in place of the file's. */
export type Judge = (text: string) => Verdict;

/** A finding with edits that mend it. */
export interface Fix {
  readonly finding: Finding;
  readonly edits: readonly Edit[];
}

/** The fixes that findings bring. */
export function fixesOf(findings: readonly Finding[]): readonly Fix[] {
  return findings.flatMap((finding) => (finding.fix ? [{ finding, edits: finding.fix }] : []));
}

/** So many judgements are spent on the fixes of a file, and on its suggestions: fewer on a long one. */
const triesFor = ({ length }: string) => Math.min(Math.max(Math.ceil(2_000_000 / (length + 1)), 8), 100);

/** Findings without the fixes, and the suggestions that should mend them, that would not or would bring something worse. */
export function verified(verdict: Verdict, judge: Judge): readonly Finding[] {
  const mending = verdict.findings.flatMap((finding) =>
    (finding.suggestions ?? []).flatMap(({ mends, edits }) => (mends === true ? [{ finding, edits }] : [])),
  );
  // Of suggestions a person takes one, so each must be good alone.
  const isGoodAlone = checker(verdict, judge);
  const suggested = mending.filter((each) => isGoodAlone([each]));
  const fixes = goodOf(fixesOf(verdict.findings), checker(verdict, judge));
  const good = new Set([...fixes, ...suggested].map(({ edits }) => edits));
  return verdict.findings.map((finding) => onlyGood(finding, good));
}

function onlyGood(finding: Finding, good: ReadonlySet<readonly Edit[]>): Finding {
  const { fix, suggestions, ...rest } = finding;
  const kept = (suggestions ?? []).filter(({ mends, edits }: Suggestion) => mends !== true || good.has(edits));
  if ((!fix || good.has(fix)) && kept.length === (suggestions?.length ?? 0)) return finding;
  return { ...rest, ...(fix && good.has(fix) ? { fix } : {}), ...(kept.length > 0 ? { suggestions: kept } : {}) };
}

/** Tells whether changes do what they should when they are made together; what nobody has the time to try does not. */
function checker(before: Verdict, judge: Judge): (group: readonly Fix[]) => boolean {
  const { text } = before.migration;
  let tries = triesFor(text);
  return (group) => {
    const fitting = compatible(group);
    if (tries === 0 || fitting.length < group.length) return false;
    tries -= 1;
    const after = judge(applyEdits(text, fitting.flatMap(({ edits }) => edits))); // prettier-ignore
    return isSafe(before, after, group.map(({ finding }) => finding)); // prettier-ignore
  };
}

/** Halves a group until what is left of it is good or one alone. */
function goodOf(group: readonly Fix[], isGood: (group: readonly Fix[]) => boolean): readonly Fix[] {
  if (group.length === 0 || isGood(group)) return group;
  if (group.length === 1) return [];
  const middle = group.length >> 1;
  return [...goodOf(group.slice(0, middle), isGood), ...goodOf(group.slice(middle), isGood)];
}

/** A finding as it is for who may not have it fixed. */
export function withoutFix({ fix: _, ...finding }: Finding): Finding {
  return finding;
}
