import type { FileConfig } from '../config/types.ts';
import { lintSource, type LintContext, type LintResult } from '../lint.ts';
import type { Files, SourceFile } from '../types.ts';
import { applyEdits, compatible } from './apply.ts';
import { isSafe } from './safe.ts';
import { fixesOf, type Fix } from './verify.ts';

/** A text with its fixes made, and what is found in it then. */
export interface Fixed {
  readonly text: string;
  /** How many fixes were made. */
  readonly amount: number;
  readonly result: LintResult;
}

/** Some fixes make room for others; as many passes as ESLint's. */
const mostPasses = 10;

/** Makes the fixes of a file until there are none left; one that would bring something worse is left out. */
export function fixSource(source: SourceFile, files: Files, config: FileConfig, context: LintContext): Fixed {
  const judge = (text: string) => lintSource({ ...source, text }, files, config, { ...context, mends: true });
  let fixed: Fixed = { text: source.text, amount: 0, result: judge(source.text) };
  for (let pass = 0; pass < mostPasses; pass++) {
    const next = makeFixes(fixed, judge);
    if (next === null) break;
    fixed = next;
  }
  return fixed;
}

type Judge = (text: string) => LintResult;

/** All of the fixes that can be made at once, or as many of them as do no harm together; null for none. */
function makeFixes(before: Fixed, judge: Judge): Fixed | null {
  const fixes = compatible(fixesOf(before.result.findings));
  if (fixes.length === 0) return null;
  const all = tryFixes(before, fixes, judge);
  if (all) return all;
  let [kept, made]: [readonly Fix[], Fixed | null] = [[], null];
  for (const fix of fixes) {
    const next = tryFixes(before, [...kept, fix], judge);
    if (next) [kept, made] = [[...kept, fix], next];
  }
  return made;
}

function tryFixes({ text, amount, result }: Fixed, fixes: readonly Fix[], judge: Judge): Fixed | null {
  const edits = fixes.flatMap((fix) => fix.edits);
  const next = applyEdits(text, edits);
  const after = judge(next);
  const mended = fixes.map(({ finding }) => finding);
  return isSafe(result, after, mended) ? { text: next, amount: amount + fixes.length, result: after } : null;
}
