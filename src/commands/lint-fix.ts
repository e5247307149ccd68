import type { Config } from '../config/types.ts';
import type { Process } from '../process.ts';
import { printable } from '../report/printable.ts';
import type { FileResult } from '../report/reporter.ts';
import { amount } from '../report/tally.ts';
import type { Fixing } from '../worker/check.ts';
import type { LintOptions } from './lint-options.ts';

/** How files are to be fixed; null when they are not. What the base branch has stays as it is. */
export async function fixingFor({ fix }: LintOptions, config: Config, process: Process): Promise<Fixing | null> {
  if (fix === null) return null;
  const { basePaths } = await import('../files/git/base-paths.ts');
  const { root, baseBranch } = config;
  const published = await basePaths({ cwd: process.cwd(), env: process.env, root, baseBranch });
  return { write: fix === 'write', published: published ?? new Set() };
}

/** Counts what was fixed, and says so at the end. */
export interface FixCount {
  add(result: FileResult): void;
  end(): void;
}

/** Counts the fixes of a run. */
export function countFixes({ fix }: LintOptions, { stderr }: Process): FixCount {
  let [fixes, files, published] = [0, 0, 0];
  const say = (line: string) => stderr.write(`farout-guard: ${line}\n`);
  return {
    add(result) {
      if (result.kind === 'failed') return;
      fixes += result.fixes ?? 0;
      files += result.fixes === undefined ? 0 : 1;
      const why = result.unfixed?.why;
      if (why === 'published') published += 1;
      else if (why) say(`${printable(result.path)} is not fixed: ${why.problem}`);
    },
    end() {
      const those = published === 1 ? '1 file that the base branch has is' : `${published} files that the base branch has are`;
      if (published > 0) say(`${those} not fixed: databases may have run ${published === 1 ? 'it' : 'them'}`);
      if (fixes > 0) say(`${amount(fixes, 'fix', 'fixes')} in ${amount(files, 'file')}${fix === 'write' ? '' : ', not written'}`);
    },
  };
} // prettier-ignore
