import { resolve } from '../config/resolve.ts';
import type { Config } from '../config/types.ts';
import { openRewritable, type Rewritable } from '../files/rewritable.ts';
import { lintSource, type LintContext } from '../lint.ts';
import { linted } from '../report/linted.ts';
import type { Linted, Unfixed } from '../report/reporter.ts';
import type { Files, SourceFile } from '../types.ts';
import type { Fixing } from '../worker/check.ts';
import { fixSource } from './fix-source.ts';
import { fixesOf, withoutFix } from './verify.ts';

/** Fixes files one at a time. */
export interface Fixer {
  /** Fixes a text without writing it anywhere. */
  source(source: SourceFile): Linted;
  /** Fixes a file on disk, and writes it where that is wanted; a refusal of the system is a `UserError`. */
  file(path: string): Linted;
}

/** A fixer of a project's files. What the base branch has, and what cannot be written back exactly, is judged and stays as it is. */
export function fixer(config: Config, { write, published }: Fixing, files: Files, context: LintContext): Fixer {
  const untouched = (source: SourceFile, why: Unfixed['why']): Linted => {
    const { findings } = lintSource(source, files, resolve(config, source.path), { ...context, mends: true });
    const amount = fixesOf(findings).length;
    return { ...linted(source, findings.map(withoutFix)), ...(amount > 0 ? { unfixed: { amount, why } } : {}) };
  };
  const source = (each: SourceFile, target: Rewritable | null): Linted => {
    if (published.has(each.path)) return untouched(each, 'published');
    const problem = target?.problem ?? null;
    if (problem !== null) return untouched(each, { problem });
    const { text, amount, result } = fixSource(each, files, resolve(config, each.path), context);
    if (amount === 0) return linted(each, result.findings);
    const isWritten = target === null || (write ? target.write(text) : target.canWrite(text));
    if (!isWritten) return untouched(each, { problem: 'its encoding has no room for what is put in' });
    return { ...linted({ ...each, text }, result.findings), output: text, fixes: amount };
  };
  return {
    source: (each) => source(each, null),
    file: (path) => {
      const target = openRewritable(config.root, path);
      return source(target.source, target);
    },
  };
}
