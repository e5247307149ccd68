import { relative, resolve } from 'node:path';
import { findConfig } from '../config/find.ts';
import { UserError } from '../errors.ts';
import { diskFiles } from '../files/disk.ts';
import { gitIn, type Git } from '../files/git/git.ts';
import { toPath } from '../files/path.ts';
import type { Process } from '../process.ts';
import { detectFrameworks, type Framework } from '../project/framework.ts';
import { findHookManagers, type GitHooks, type HookManager } from '../project/hook-managers.ts';
import { detectPackageManager, type PackageManager } from '../project/package-manager.ts';
import type { Files } from '../types.ts';

export type Host = 'github' | 'gitlab' | 'none';

/** What `init` knows of a repository. All paths are relative to its top. */
export interface Survey {
  /** Absolute. */
  readonly top: string;
  readonly git: Git;
  /** Absolute folders that files may be written in: the working tree, and git's own. */
  readonly writable: readonly string[];
  readonly files: Files;
  /** Null without a package.json. */
  readonly packages: PackageManager | null;
  readonly hooks: GitHooks;
  readonly managers: readonly HookManager[];
  /** Those with migrations first. */
  readonly frameworks: readonly Framework[];
  readonly host: Host;
  /** As far as this clone knows it. */
  readonly defaultBranch: string | null;
  /** The configuration that is there already. */
  readonly config: string | null;
}

/** Looks at the repository around the working folder. Outside of one it is a `UserError`. */
export async function survey({ cwd, env }: Pick<Process, 'cwd' | 'env'>): Promise<Survey> {
  const folder = cwd();
  const top = await topOf(folder, env);
  const git = gitIn(top, env);
  const files = diskFiles(top);
  const [inside, common, remote, head, hooks] = await Promise.all([
    gitIn(folder, env).ask(['rev-parse', '--show-prefix']),
    git.ask(['rev-parse', '--git-common-dir']),
    git.ask(['remote', 'get-url', 'origin']),
    git.ask(['symbolic-ref', '--short', 'refs/remotes/origin/HEAD']),
    hooksOf(git),
  ]);
  const packages = detectPackageManager(files, (inside ?? '').replace(/\/$/, ''));
  const config = findConfig(folder);
  return {
    top,
    git,
    writable: [top, resolve(top, common ?? '.git')],
    files,
    packages,
    hooks,
    managers: findHookManagers(files, packages?.home ?? null, hooks),
    frameworks: detectFrameworks(files),
    host: hostOf(files, remote),
    defaultBranch: head?.replace(/^origin\//, '') ?? null,
    config: config === null ? null : toPath(relative(top, config)),
  };
}

async function topOf(folder: string, env: Process['env']): Promise<string> {
  try {
    return (await gitIn(folder, env).run(['rev-parse', '--show-toplevel'])).toString().replace(/\r?\n$/, '');
  } catch (error) {
    if (!(error instanceof UserError) || !/not a git repository/i.test(error.message)) throw error;
    throw new UserError(`${folder}: is in no git repository. Run git init first.`, { cause: error });
  }
}

async function hooksOf(git: Git): Promise<GitHooks> {
  const [path, local, place] = await Promise.all([
    git.ask(['config', '--get', 'core.hooksPath']),
    git.ask(['config', '--local', '--get', 'core.hooksPath']),
    git.ask(['rev-parse', '--git-path', 'hooks']),
  ]);
  const absolute = resolve(git.cwd, place ?? '.git/hooks');
  const files = diskFiles(absolute);
  const scripts = files.list('').filter((name) => /^[a-z-]+$/.test(name));
  return {
    path,
    isLocal: local !== null,
    folder: toPath(relative(git.cwd, absolute)),
    scripts: Object.fromEntries(scripts.map((name) => [name, textOf(files, name)])),
  };
}

/** A hook may be a program. */
function textOf(files: Files, name: string): string {
  try {
    return files.read(name) ?? '';
  } catch {
    return '';
  }
}

/** Where the repository lives: what its remote says, else what is there, else GitHub. */
function hostOf(files: Files, remote: string | null): Host {
  const there = files.list('');
  if (/github/i.test(remote ?? '')) return 'github';
  if (/gitlab/i.test(remote ?? '')) return 'gitlab';
  if (there.includes('.gitlab-ci.yml') || there.includes('.gitlab')) return 'gitlab';
  if (there.includes('.github') || remote === null) return 'github';
  return 'none';
}
