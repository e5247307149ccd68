import { relative } from 'node:path';
import { linesOf, logPath } from '../approval/log-lines.ts';
import type { Git } from './git/git.ts';
import { toPath } from './path.ts';

/** All lines of the log that commits up to `HEAD` have ever brought, by hash, in a few words; none outside of a repository. */
export function committedLines(git: Git, root: string): ReadonlyMap<string, string> {
  const path = toPath(relative(git.cwd, root)) === '' ? logPath : `${toPath(relative(git.cwd, root))}/${logPath}`;
  const args = ['log', '--format=', '--patch', '--unified=0', '--no-color', '--no-ext-diff', '--no-textconv', '--diff-merges=off', '--', path];
  const added = patchOf(git, args).split('\n').flatMap((line) => (line.startsWith('+{') ? [line.slice(1)] : []));
  const lines = linesOf(added.join('\n')).flatMap(({ line }) => line ?? []);
  return new Map(lines.map(({ hash, event, at, file }) => [hash, `${event} ${file ?? ''} at ${at}`]));
} // prettier-ignore

function patchOf(git: Git, args: readonly string[]): string {
  try {
    return git.runSync(args, '').toString();
  } catch {
    // No repository, or no commit yet.
    return '';
  }
}
