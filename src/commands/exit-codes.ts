import type { Process } from '../process.ts';
import type { Tally } from '../report/reporter.ts';

/** The exit codes that all commands share, for the help. */
export const exitCodes: readonly string[] = [
  '0  nothing blocks',
  '1  a finding blocks: severity error without approval, or more warnings than --max-warnings',
  '2  could not run: wrong arguments or configuration, no file matched, a file could not be checked',
];

/** The exit code of a run with these findings. */
export function exitCodeOf({ failed, errors, warnings }: Tally, maxWarnings: number, { stderr }: Process): number {
  const tooMany = warnings > maxWarnings;
  if (tooMany) stderr.write(`farout-guard: ${warnings} warnings; --max-warnings allows ${maxWarnings}\n`);
  if (failed > 0) return 2;
  return errors > 0 || tooMany ? 1 : 0;
}
