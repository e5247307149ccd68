import { loadConfig } from '../config/load.ts';
import { openRepository } from '../files/git/repository.ts';
import type { Process } from '../process.ts';
import { readAll } from '../read-all.ts';
import { pushedRanges } from './pushed-ranges.ts';
import { readPushes } from './pushes.ts';

/** The ranges of commits that a push brings, which git tells its pre-push hook on standard input; `file` is the configuration's. */
export async function rangesOnStdin(
  remote: string,
  file: string | undefined,
  process: Process,
): Promise<readonly string[]> {
  const cwd = process.cwd();
  const pushes = readPushes(Buffer.from(await readAll(process.stdin)).toString());
  if (pushes.length === 0) return [];
  const { baseBranch, root } = await loadConfig({ cwd, ...(file === undefined ? {} : { file }) });
  const { git } = await openRepository(cwd, root, process.env);
  return pushedRanges(pushes, { remote, baseBranch }, git);
}
