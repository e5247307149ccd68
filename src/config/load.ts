import { dirname, relative, resolve, sep } from 'node:path';
import { later } from '../asking.ts';
import { toPath } from '../files/path.ts';
import { findConfig, repositoryRoot } from './find.ts';
import { mergeConfigs } from './merge.ts';
import type { Config } from './types.ts';

/** Where to look for a configuration. */
export interface LoadOptions {
  readonly cwd: string;
  /** The file to read instead of the one that is found, relative to `cwd`. */
  readonly file?: string;
  /** The last folder to look in, on the way up from `cwd`. */
  readonly stopAt?: string;
}

/**
 * Loads the configuration that holds for a folder; without one the preset `recommended` holds. Its globs are relative to the
 * folder of the file. For a file that is given and does not stand above `cwd`, they are relative to `cwd`; without a file, to
 * the repository's root. Throws a `UserError` for everything that is wrong in it.
 */
export async function loadConfig(options: LoadOptions): Promise<Config> {
  const { cwd, path, home } = find(options);
  if (path === null) return mergeConfigs([], home);
  // Reading and checking a configuration takes code that a run without one need not load.
  const { readConfigs } = await import('./extend.ts');
  return mergeConfigs(await later(readConfigs(path, cwd)), home);
}

/** Where a configuration is, and what it is for. */
export interface Found {
  readonly cwd: string;
  /** Absolute; null when there is none. */
  readonly path: string | null;
  readonly home: Pick<Config, 'path' | 'root'>;
}

/** Finds the configuration that holds for a folder. */
export function find({ cwd: given, file, stopAt }: LoadOptions): Found {
  const cwd = resolve(given);
  const path = file === undefined ? findConfig(cwd, stopAt) : resolve(cwd, file);
  if (path === null) return { cwd, path, home: { path: null, root: repositoryRoot(cwd, stopAt) ?? cwd } };
  const folder = dirname(path);
  const root = isWithin(cwd, folder) ? folder : cwd;
  return { cwd, path, home: { path: toPath(relative(root, path)), root } };
}

function isWithin(folder: string, above: string): boolean {
  return folder === above || folder.startsWith(above.endsWith(sep) ? above : above + sep);
}
