import { lstatSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { configError, showPath } from './problem.ts';

/** The key in package.json, and the name in all others. */
export const toolName = 'farout-guard';

const scripts = ['js', 'cjs', 'mjs', 'ts', 'mts', 'cts'];
const candidates = [
  `.${toolName}rc`,
  ...['json', 'jsonc', 'yaml', 'yml', ...scripts].map((extension) => `.${toolName}rc.${extension}`),
  ...['json', 'jsonc', 'yaml', 'yml', ...scripts].map((extension) => `${toolName}.config.${extension}`),
];

/**
 * The configuration for a folder: in it or the nearest folder above, up to the repository's root or `stopAt`.
 * Two in one folder are an error, so that nobody edits the one that is not read.
 */
export function findConfig(folder: string, stopAt?: string): string | null {
  for (const place of foldersUp(folder, stopAt)) {
    const found = candidates.map((name) => join(place, name)).filter((path) => exists(path, 'file'));
    const manifest = join(place, 'package.json');
    if (isConfiguredIn(manifest, found.length === 0)) found.push(manifest);
    const [first, second] = found;
    if (first !== undefined && second !== undefined) {
      const what = `${basename(second)} in the same folder also configures ${toolName}; keep one of them`;
      throw configError(showPath(first, folder), what);
    }
    if (first !== undefined) return first;
  }
  return null;
}

/** The root of the git repository that holds a folder, or null when there is none up to `stopAt`. */
export function repositoryRoot(folder: string, stopAt?: string): string | null {
  return [...foldersUp(folder, stopAt)].find((place) => exists(join(place, '.git'), 'any')) ?? null;
}

function* foldersUp(folder: string, stopAt?: string): Generator<string> {
  yield folder;
  const parent = dirname(folder);
  const isLast = folder === stopAt || parent === folder || exists(join(folder, '.git'), 'any');
  if (!isLast) yield* foldersUp(parent, stopAt);
}

/** A broken link counts as a file: reading it then fails loudly. */
function exists(path: string, what: 'file' | 'any'): boolean {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats !== undefined && (what === 'any' || !stats.isDirectory());
  } catch {
    return false;
  }
}

/** Whether a package.json has our key. One that names us and is broken is for its reader to report. */
function isConfiguredIn(path: string, ifBroken: boolean): boolean {
  const text = exists(path, 'file') ? readFileSync(path, 'utf8') : '';
  if (!text.includes(`"${toolName}"`)) return false;
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return typeof value === 'object' && value !== null && Object.hasOwn(value, toolName);
  } catch {
    return ifBroken;
  }
}
