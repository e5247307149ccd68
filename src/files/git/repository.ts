import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { gitIn, type Environment, type Git } from './git.ts';
import { placeOf, type Place } from './place.ts';

/** A repository, seen from a folder of it. */
export interface Repository {
  readonly git: Git;
  readonly place: Place;
  /** The path of git's folder `cwd` in it, with a slash at the end; empty for the top. */
  readonly prefix: string;
  readonly hasWorkTree: boolean;
  /** The commits that are being merged in. */
  readonly merging: readonly string[];
}

/**
 * Git for a folder with the variables that git gives its hooks. Those are meant for the top of the working tree, where hooks
 * start: a hook may have gone to a folder below, and there git would not find its folder or take the wrong one for the top.
 */
export async function gitFor(cwd: string, env: Environment): Promise<Git> {
  const { GIT_DIR: given, ...rest } = env;
  if (given === undefined) return gitIn(cwd, env);
  const start = isAbsolute(given)
    ? cwd
    : (above(cwd).find((folder) => existsSync(resolve(folder, given, 'HEAD'))) ?? cwd);
  const git = gitIn(start, env);
  if (start !== cwd || env['GIT_WORK_TREE'] !== undefined || existsSync(join(cwd, '.git'))) return git;
  const found = gitIn(cwd, rest);
  const [byName, bySearch] = await Promise.all(
    [git, found].map((each) => each.ask(['rev-parse', '--absolute-git-dir'])),
  );
  return byName !== null && byName === bySearch ? found : git;
}

/** The folder and those above it. */
function above(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...above(parent)];
}

// A folder's name may hold a line feed, so each answer that is a path stands between two that are `true` or `false`.
const separator = '--is-inside-work-tree';
const questions = ['rev-parse', separator, '--show-prefix', separator, '--git-path', 'MERGE_HEAD'];
const answers = /^(true|false)\n([^]*)\n\1\n([^]*)\n$/;

/** Opens the repository around a folder, as git's environment variables say. `root` is the project's root, absolute. */
export async function openRepository(cwd: string, root: string, env: Environment): Promise<Repository> {
  return repositoryOf(await gitFor(resolve(cwd), env), root, env);
}

/** Asks git about its repository. */
export async function repositoryOf(git: Git, root: string, env: Environment): Promise<Repository> {
  const output = (await questioned(git, env)).replaceAll('\r\n', '\n');
  const [, inside, prefix = '', mergeHead = ''] = answers.exec(output) ?? [];
  return {
    git,
    place: placeOf(prefix, git.cwd, root),
    prefix,
    hasWorkTree: inside === 'true',
    merging: mergeHeads(resolve(git.cwd, mergeHead), env),
  };
}

async function questioned(git: Git, { GIT_DIR: given }: Environment): Promise<string> {
  try {
    return (await git.run(questions)).toString();
  } catch (error) {
    const words = error instanceof UserError ? error.message : String(error);
    if (given !== undefined || !/not a git repository/i.test(words)) throw error;
    const what = `${git.cwd}: is in no git repository, so nothing is staged and nothing has changed. git init?`;
    throw new UserError(what, { cause: error });
  }
}

/** Before git has written MERGE_HEAD, in the hook pre-merge-commit, the names of its variables tell. */
function mergeHeads(path: string, env: Environment): readonly string[] {
  if (existsSync(path)) return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return Object.keys(env).flatMap((name) => /^GITHEAD_([0-9a-f]{40,64})$/.exec(name)?.[1] ?? []);
}
