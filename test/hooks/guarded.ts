import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { config, type Run } from '../cli.ts';
import { repository, type Contents, type Repository, type Start } from '../git/repository.ts';

/** This package, built. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export const bad = 'DROP TABLE users;\n';
export const good = 'CREATE TABLE IF NOT EXISTS users (id bigint);\n';

/** A repository whose first commit holds our configuration; `node_modules` has our package, linked. */
export function guarded(files: Contents = {}): Repository {
  const made = repository({ '.gitignore': 'node_modules\n.husky/_\n', '.farout-guardrc': config, ...files });
  link(packageRoot, join(made.root, 'node_modules/farout-guard'));
  return made;
}

/** Makes a symbolic link, and the folders above it. */
export function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

/** Our package as npm installs it: a copy of what it ships, beside the packages that it needs. */
export function copyPackage(root: string): string {
  const modules = join(root, 'node_modules');
  for (const name of ['package.json', 'dist', 'hooks', 'rules'])
    cpSync(join(packageRoot, name), join(modules, 'farout-guard', name), {
      recursive: true,
      filter: (path) => !path.includes('/dist/types'),
    });
  for (const name of ['libpg-query', '@pgsql/types', 'cosmiconfig', 'pgsql-ast-parser'])
    link(join(packageRoot, 'node_modules', name), join(modules, name));
  return join(modules, 'farout-guard');
}

/** Where git looks for a hook. */
export const hookFile = ({ root }: Repository, name = 'pre-commit') => join(root, '.git/hooks', name);

/** Copies our hook to where git looks for it, or to another path. */
export function copyHook(where: Repository, name?: string, path = hookFile(where, name)): void {
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(join(packageRoot, 'hooks/pre-commit'), path);
  chmodSync(path, 0o755);
}

/** Writes a program. */
export function program(path: string, lines: readonly string[]): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
  return path;
}

/** What a stopped commit must leave alone: the commit, the index, and every file of the working tree, byte for byte. */
export interface State {
  readonly head: string;
  readonly index: string;
  readonly files: readonly (readonly [path: string, bytes: string])[];
}

/** How a repository with at least one commit stands. */
export function stateOf(where: Repository): State {
  const { root } = where;
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/[/\\](?:\.git|node_modules)(?:[/\\]|$)/.test(entry.parentPath))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  return {
    head: where.head(),
    index: where.git('ls-files', '--stage', '--full-name', ':/'),
    files: files.map((path) => [path, readFileSync(path, 'latin1')]),
  };
}

/** What became of an attempt to commit, and whether it made a commit. */
export interface Attempt extends Run {
  readonly made: boolean;
}

/** One attempt to commit; a refusal that changes anything is an error. */
export function commit(where: Repository, args: readonly string[] = [], start: Start = {}): Attempt {
  const before = stateOf(where);
  const run = where.run('git', ['commit', '--quiet', '--message', 'try', ...args], start);
  const after = stateOf(where);
  const made = before.head !== after.head;
  if (!made && JSON.stringify(before) !== JSON.stringify(after))
    throw new Error(`a stopped commit has left traces:\n${JSON.stringify([before, after])}`);
  return { ...run, made };
}

/** The last lines of what a hook says when it stops a commit. */
export const stopped =
  /✖ 1 problem [^\n]*\n[^\n]*\nfarout-guard: the commit is stopped\. [^\n]*\n[^\n]*--no-verify[^\n]*\n/;
