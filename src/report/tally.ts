import type { Finding } from '../types.ts';
import type { FileResult, Tally } from './reporter.ts';

/** The tally before the first file. */
export const emptyTally: Tally = {
  files: 0,
  errors: 0,
  warnings: 0,
  filesWithProblems: 0,
  approved: 0,
  baselined: 0,
  destructive: 0,
  failed: 0,
};

/** The tally with one more file. */
export function addToTally(tally: Tally, result: FileResult): Tally {
  if (result.kind === 'failed') return { ...tally, files: tally.files + 1, failed: tally.failed + 1 };
  const { findings, baselined = [] } = result;
  const open = findings.filter(({ approval }) => approval === null);
  return {
    files: tally.files + 1,
    errors: tally.errors + count(open, ({ severity }) => severity === 'error'),
    warnings: tally.warnings + count(open, ({ severity }) => severity === 'warn'),
    filesWithProblems: tally.filesWithProblems + (open.length > 0 ? 1 : 0),
    approved: tally.approved + findings.length - open.length,
    baselined: tally.baselined + baselined.length,
    destructive: tally.destructive + count(open, ({ level }) => level === 3),
    failed: tally.failed,
  };
}

const count = (findings: readonly Finding[], is: (finding: Finding) => boolean) => findings.filter(is).length;

/** `1 file`, `2 files`. */
export const amount = (number: number, noun: string, plural = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : plural}`;

/** What is said of findings that destroy data; empty when there are none. */
export function destruction({ destructive }: Tally): string {
  if (destructive === 0) return '';
  const what = destructive === 1 ? '1 of them destroys data' : `${destructive} of them destroy data`;
  return `${what}: a person must approve each one before it may run`;
}
