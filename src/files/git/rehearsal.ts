import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { UserError } from '../../errors.ts';
import type { Environment } from './git.ts';
import { runProgram } from '../run-program.ts';

/** A throw-away copy of a repository, with its hooks, in which commits can be tried. */
export interface Rehearsal {
  /** Tries to commit one new file, in the copy or in a new working tree of it, and takes it back. */
  tryCommit(file: { readonly path: string; readonly text: string }, how: Attempt): Attempted;
  /** Takes the copy away. */
  close(): void;
}

/** Where and with which environment a commit is tried. */
interface Attempt {
  readonly where: 'copy' | 'new worktree';
  readonly env: Environment;
}

/** What became of the commit. */
export interface Attempted {
  readonly committed: boolean;
  /** What git and the hooks wrote. */
  readonly output: string;
}

/** What is copied. */
export interface Original {
  /** Absolute: the top of its working tree. */
  readonly top: string;
  /** Absolute: the folder that all its working trees share. */
  readonly commonDir: string;
  /** `core.hooksPath` as it is set, or null. */
  readonly hooksPath: string | null;
  /** Folders below the top, with `/`, whose `node_modules` hooks may need; empty for the top. */
  readonly homes: readonly string[];
  readonly env: Environment;
}

/** Copies a repository as its working tree is now. The original is only read. A `UserError` says why it cannot be done. */
export function openRehearsal(original: Original): Rehearsal {
  const base = newFolder();
  const close = () => rmSync(base, { recursive: true, force: true, maxRetries: 3 });
  try {
    const copy = join(base, 'copy');
    const env = { ...elsewhere(original.env), GIT_LFS_SKIP_SMUDGE: '1' };
    const git = inFolder(copy, { ...env, ...person });
    clone(original, copy, env);
    overlay(original, copy, env);
    lendPackages(original, copy);
    git('add', '--all');
    git(...quiet, 'commit', '--quiet', '--no-verify', '--allow-empty', '--message', 'as the working tree is');
    takeHooks(original, copy, git);
    return { tryCommit: (file, attempt) => tryCommit(file, attempt, { base, copy, git }), close };
  } catch (error) {
    close();
    throw error instanceof UserError ? error : cannotCopy(error);
  }
}

function newFolder(): string {
  try {
    return mkdtempSync(join(realpathSync(tmpdir()), 'farout-guard-doctor-'));
  } catch (error) {
    throw cannotCopy(error);
  }
}

function cannotCopy(error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(`a copy of the repository cannot be made: ${reason}`, { cause: error });
}

const person: Environment = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, 'farout-guard doctor'],
    [`GIT_${role}_EMAIL`, 'doctor@farout-guard.invalid'],
  ]),
);

/** The variables that point git to a repository: `git rev-parse --local-env-vars`. */
const local =
  /^GIT_(?:ALTERNATE_OBJECT_DIRECTORIES|CONFIG|CONFIG_PARAMETERS|CONFIG_COUNT|OBJECT_DIRECTORY|DIR|WORK_TREE|IMPLICIT_WORK_TREE|GRAFT_FILE|INDEX_FILE|NO_REPLACE_OBJECTS|REPLACE_REF_BASE|PREFIX|SHALLOW_FILE|COMMON_DIR|NAMESPACE)$/;

/** The environment for another repository than the one of a hook or person. */
const elsewhere = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !local.test(name)));

/** No hook runs while the copy is made, and nobody is asked for a signature. */
const quiet = ['-c', 'core.hooksPath=/dev/null', '-c', 'commit.gpgsign=false', '-c', 'gc.auto=0'] as const;

type GitIn = (...args: string[]) => string;

function inFolder(cwd: string, env: Environment): GitIn {
  return (...args) => {
    const { status, output } = runProgram('git', args, { cwd, env });
    if (status !== 0) throw new UserError(`a copy of the repository cannot be made: ${firstLine(output)}`);
    return output.replace(/\r?\n$/, '');
  };
}

const firstLine = (text: string) => text.trim().split(/\r?\n/, 1)[0] ?? '';

function clone({ top }: Original, copy: string, env: Environment): void {
  inFolder(top, env)(...quiet, 'clone', '--quiet', '--shared', '--template=', top, copy);
  mkdirSync(join(copy, '.git/info'), { recursive: true });
  writeFileSync(join(copy, '.git/info/exclude'), 'node_modules\n.yarn\n.pnp.*\n');
}

const largest = 5_000_000;

/** What is changed or new in the original's working tree: a configuration that is not committed yet must count as well. */
function overlay({ top }: Original, copy: string, env: Environment): void {
  const status = inFolder(top, { ...env, GIT_OPTIONAL_LOCKS: '0' });
  const entries = status('status', '--porcelain', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules');
  for (const entry of entries.split('\0').filter((line) => line.length > 3)) {
    const path = entry.slice(3);
    const [from, to] = [join(top, path), join(copy, path)];
    const stats = statSync(from, { throwIfNoEntry: false });
    rmSync(to, { recursive: true, force: true });
    if (stats?.isFile() && stats.size <= largest) cpSync(from, to, { verbatimSymlinks: true });
  }
}

/** Packages are not copied, which takes long, but linked. */
function lendPackages({ top, commonDir, homes }: Original, copy: string): void {
  for (const home of new Set(['', ...homes]))
    for (const name of ['node_modules', '.yarn', '.pnp.cjs', '.pnp.loader.mjs']) {
      const [from, to] = [
        [top, dirname(commonDir)].map((folder) => join(folder, home, name)).find(existsSync),
        join(copy, home, name),
      ];
      if (from !== undefined && !existsSync(to) && existsSync(dirname(to))) symlinkSync(from, to, 'junction');
    }
}

/** Hooks that git does not track, as husky's `.husky/_` and those in `.git/hooks`, are taken over. */
function takeHooks({ top, commonDir, hooksPath }: Original, copy: string, git: GitIn): void {
  if (hooksPath !== null && isAbsolute(hooksPath)) git('config', 'core.hooksPath', hooksPath);
  else {
    const from = hooksPath === null ? join(commonDir, 'hooks') : join(top, hooksPath);
    const to = hooksPath === null ? join(copy, '.git/hooks') : join(copy, hooksPath);
    if (hooksPath !== null) git('config', 'core.hooksPath', hooksPath);
    if (existsSync(from) && !existsSync(to)) cpSync(from, to, { recursive: true, verbatimSymlinks: false });
  }
}

interface Copy {
  readonly base: string;
  readonly copy: string;
  readonly git: GitIn;
}

function tryCommit(
  file: { readonly path: string; readonly text: string },
  attempt: Attempt,
  { base, copy, git }: Copy,
): Attempted {
  const folder = attempt.where === 'copy' ? copy : join(base, 'worktree');
  if (attempt.where === 'new worktree') git(...quiet, 'worktree', 'add', '--quiet', '--detach', folder);
  const own = inFolder(folder, { ...elsewhere(attempt.env), ...person });
  const before = own('rev-parse', 'HEAD');
  const path = join(folder, file.path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, file.text);
  own('add', '--force', '--', file.path);
  const { output } = runProgram(
    'git',
    ['-c', 'commit.gpgsign=false', 'commit', '--quiet', '--message', 'feat(db): a migration that must be refused'],
    { cwd: folder, env: { ...elsewhere(attempt.env), ...person } },
  );
  const committed = own('rev-parse', 'HEAD') !== before;
  own(...quiet, 'reset', '--quiet', '--hard', before);
  return { committed, output };
}
