import { linesOf, logPath, logProblems, toldIn, toldOf } from '../approval/log-lines.ts';
import { readRecords } from '../approval/permissions.ts';
import { loadConfig } from '../config/load.ts';
import { committedLines } from '../files/committed-log.ts';
import { diskFiles } from '../files/disk.ts';
import { gitFor } from '../files/git/repository.ts';
import type { Process } from '../process.ts';
import { printable } from '../report/printable.ts';
import type { Files } from '../types.ts';

/** Says what is wrong with the log: lines that were changed or removed, and approvals that it does not tell of. */
export async function verifyLog(configFile: string | null, process: Process): Promise<number> {
  const { root } = await loadConfig({ cwd: process.cwd(), ...(configFile === null ? {} : { file: configFile }) });
  const files = diskFiles(root);
  const log = files.read(logPath) ?? '';
  const committed = committedLines(await gitFor(process.cwd(), process.env), root);
  const problems = [...logProblems(log), ...lost(log, committed), ...untold(log, files)];
  for (const problem of problems) process.stdout.write(`${logPath}: ${printable(problem)}\n`);
  if (problems.length > 0) return 1;
  const amount = linesOf(log).length;
  process.stdout.write(`${logPath}: ${amount === 1 ? '1 line' : `${amount} lines`}, each as it was written, none missing\n`);
  return 0;
} // prettier-ignore

/** Lines that a commit brought and that are not there any more. */
function lost(log: string, committed: ReadonlyMap<string, string>): readonly string[] {
  const there = new Set(linesOf(log).flatMap(({ line }) => line?.hash ?? []));
  return [...committed].flatMap(([hash, what]) => (there.has(hash) ? [] : [`a line that was committed is missing or changed: ${what}`]));
} // prettier-ignore

/** Approvals without a line: of these the log was cut off, or nobody gave them by `approve`. */
function untold(log: string, files: Files): readonly string[] {
  const { approved } = toldIn(log);
  return readRecords(files).flatMap(({ record, path }) => {
    if (!record) return [`${path} is no approval`];
    return approved.has(toldOf(record)) ? [] : [`no line tells of the approval ${record.id} as it is`];
  });
} // prettier-ignore
