import type { Edit, Finding } from '../types.ts';
import { applyEdits, compatible } from './apply.ts';
import type { FixMemory } from './memory.ts';
import { isSafe, type Verdict } from './safe.ts';

/** Judges a text in place of the file's. */
export type Judge = (text: string) => Verdict;

/** A finding with a change that should mend it. */
export interface Fix {
  readonly finding: Finding;
  readonly edits: readonly Edit[];
}

/** The fixes that findings bring. */
export function fixesOf(findings: readonly Finding[]): readonly Fix[] {
  return findings.flatMap((finding) => (finding.fix ? [{ finding, edits: finding.fix }] : []));
}

/** So many judgements are spent on the fixes of a file, and on its suggestions: fewer on a long one. What then is not known to be safe is left out. */
const triesFor = ({ length }: string) => Math.min(Math.max(Math.ceil(2_000_000 / (length + 1)), 8), 100);

/**
 * Findings without the fixes, and the suggestions that should mend them, that would not or would bring something worse. Where a memory knows
 * of all of them, nothing is judged again.
 */
export function verified(verdict: Verdict, judge: Judge, memory: FixMemory | null = null): readonly Finding[] {
  const fixes = fixesOf(verdict.findings);
  const withFixes = withGood(verdict, (isGood) => fixesThat(isGood, verdict.findings), { fixes, judge, memory });
  const suggested = suggestionsOf(withFixes);
  const before = { ...verdict, findings: withFixes };
  return withGood(before, (isGood) => suggestionsThat(isGood, withFixes), { fixes: suggested, judge, memory });
}

/** The changes of suggestions that should mend. */
function suggestionsOf(findings: readonly Finding[]): readonly Fix[] {
  return findings.flatMap((finding) =>
    (finding.suggestions ?? []).flatMap(({ mends, edits }) => (mends === true ? [{ finding, edits }] : [])),
  );
}

type IsGood = (edits: readonly Edit[]) => boolean;

function fixesThat(isGood: IsGood, findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) => (finding.fix && !isGood(finding.fix) ? withoutFix(finding) : finding));
}

function suggestionsThat(isGood: IsGood, findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) => {
    const { suggestions: all = [], ...rest } = finding;
    const good = all.filter(({ mends, edits }) => mends !== true || isGood(edits));
    if (good.length === all.length) return finding;
    return good.length === 0 ? rest : { ...rest, suggestions: good };
  });
}

interface Trial {
  readonly fixes: readonly Fix[];
  readonly judge: Judge;
  readonly memory: FixMemory | null;
}

function withGood(
  verdict: Verdict,
  choose: (isGood: IsGood) => readonly Finding[],
  { fixes, judge, memory }: Trial,
): readonly Finding[] {
  if (fixes.length === 0) return verdict.findings;
  const { text } = verdict.migration;
  const known = fixes.map((fix) => memory?.get(fix, text));
  const good = known.includes(undefined) ? goodOf(fixes, verdict, judge) : fixes.filter((_, index) => known[index]);
  const edits = new Set(good.map((fix) => fix.edits));
  for (const fix of fixes) memory?.set(fix, text, edits.has(fix.edits));
  return choose((each) => edits.has(each));
}

/** The changes that do no harm: all that fit beside each other are tried at once, and halves of them where that is not good. */
function goodOf(fixes: readonly Fix[], before: Verdict, judge: Judge): readonly Fix[] {
  let tries = triesFor(before.migration.text);
  const isGood = (group: readonly Fix[]) => {
    if (tries === 0) return false;
    tries -= 1;
    const text = applyEdits(before.migration.text, group.flatMap(({ edits }) => edits));
    return isSafe(before, judge(text), group.map(({ finding }) => finding));
  };
  const good: Fix[] = [];
  for (let rest = fixes; rest.length > 0;) {
    const group = new Set(compatible(rest));
    good.push(...halved([...group], isGood));
    rest = rest.filter((fix) => !group.has(fix));
  }
  return good;
} // prettier-ignore

/** Halves a group until what is left of it is good or one change alone. */
function halved(group: readonly Fix[], isGood: (group: readonly Fix[]) => boolean): readonly Fix[] {
  if (isGood(group)) return group;
  if (group.length < 2) return [];
  const middle = group.length >> 1;
  return [...halved(group.slice(0, middle), isGood), ...halved(group.slice(middle), isGood)];
}

/** A finding as it is for who may not have it fixed. */
export function withoutFix({ fix: _, ...finding }: Finding): Finding {
  return finding;
}
