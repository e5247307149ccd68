import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { toPath } from '../path.ts';
import { gitIn, type Environment, type Git } from './git.ts';

/** A repository with a working tree. */
export interface Repository {
  readonly git: Git;
  /** Absolute. */
  readonly top: string;
  /** The project's root below the top, with `/`; empty when it is the top. */
  readonly prefix: string;
}

/** Opens the repository around a folder, as git's environment variables say. `root` is the project's root, absolute. */
export async function openRepository(cwd: string, root: string, env: Environment): Promise<Repository> {
  const { GIT_INDEX_FILE: index, ...rest } = env;
  const top = await topOf(gitIn(cwd, rest));
  const git = gitIn(cwd, index === undefined ? rest : { ...rest, GIT_INDEX_FILE: indexFile(index, cwd, top) });
  const prefix = toPath(relative(realpathSync(top), realpathSync(root)));
  return { git, top, prefix };
}

async function topOf(git: Git): Promise<string> {
  try {
    return (await git.run(['rev-parse', '--show-toplevel'])).toString().replace(/\r?\n$/, '');
  } catch (error) {
    const words = error instanceof UserError ? error.message : String(error);
    if (!/not a git repository/i.test(words)) throw error;
    throw new UserError(
      `${git.cwd}: is in no git repository, so nothing is staged and nothing has changed. git init?`,
      {
        cause: error,
      },
    );
  }
}

/** Git gives its hooks a path relative to the top, where they start; they may have gone elsewhere. */
function indexFile(path: string, cwd: string, top: string): string {
  if (isAbsolute(path)) return path;
  return existsSync(resolve(cwd, path)) ? resolve(cwd, path) : resolve(top, path);
}

/** The path as seen from the project's root; what is outside begins with `../`. */
export function fromRoot(path: string, prefix: string): string {
  if (prefix === '') return path;
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : toPath(relative(`/${prefix}`, `/${path}`));
}
