import type { Edit, Finding } from '../types.ts';
import { applyEdits, compatible } from './apply.ts';
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

/** Findings without the fixes, and the suggestions that should mend them, that would not or would bring something worse. */
export function verified(verdict: Verdict, judge: Judge): readonly Finding[] {
  const good = new Set(goodOf(fixesOf(verdict.findings), checker(verdict, judge)).map(({ edits }) => edits));
  const findings = verdict.findings.map((each) => (each.fix && !good.has(each.fix) ? withoutFix(each) : each));
  const suggested = goodSuggestions({ ...verdict, findings }, judge);
  return findings.map((finding) => {
    const { suggestions: all = [], ...rest } = finding;
    const kept = all.filter(({ mends, edits }) => mends !== true || suggested.has(edits));
    if (kept.length === all.length) return finding;
    return kept.length === 0 ? rest : { ...rest, suggestions: kept };
  });
}

/** So much text is judged again for suggestions one by one. */
const alone = 100_000;

/** A person takes one at a time, so each is tried by itself; many are tried together. */
function goodSuggestions(verdict: Verdict, judge: Judge): ReadonlySet<readonly Edit[]> {
  const all = verdict.findings.flatMap((finding) =>
    (finding.suggestions ?? []).flatMap(({ mends, edits }) => (mends === true ? [{ finding, edits }] : [])),
  );
  const isGood = checker(verdict, judge);
  const isFew = all.length <= Math.min(alone / (verdict.migration.text.length + 1), 100);
  const good = isFew ? all.filter((fix) => isGood([fix])) : goodOf(all, isGood);
  return new Set(good.map(({ edits }) => edits));
}

type IsGood = (group: readonly Fix[]) => boolean;

/** Tells whether changes do what they should when they are made together; what nobody has the time to try does not. */
function checker(before: Verdict, judge: Judge): IsGood {
  const { text } = before.migration;
  let tries = triesFor(text);
  return (group) => {
    if (tries === 0) return false;
    tries -= 1;
    const edits = group.flatMap((fix) => fix.edits);
    return isSafe(
      before,
      judge(applyEdits(text, edits)),
      group.map(({ finding }) => finding),
    );
  };
}

/** The changes that do no harm: all that fit beside each other are tried at once, and halves of them where that is not good. */
function goodOf(fixes: readonly Fix[], isGood: IsGood): readonly Fix[] {
  const good: Fix[] = [];
  for (let rest = fixes; rest.length > 0;) {
    const group = new Set(compatible(rest));
    good.push(...halved([...group], isGood));
    rest = rest.filter((fix) => !group.has(fix));
  }
  return good;
}

/** Halves a group until what is left of it is good or one change alone. */
function halved(group: readonly Fix[], isGood: IsGood): readonly Fix[] {
  if (isGood(group)) return group;
  if (group.length < 2) return [];
  const middle = group.length >> 1;
  return [...halved(group.slice(0, middle), isGood), ...halved(group.slice(middle), isGood)];
}

/** A finding as it is for who may not have it fixed. */
export function withoutFix({ fix: _, ...finding }: Finding): Finding {
  return finding;
}
