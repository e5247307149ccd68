import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { nearest } from '../nearest.ts';

/** The file that an entry of `extends` names, or why there is none. */
export type Located = { readonly path: string } | { readonly problem: string };

/** Finds a file (`./base.json`, an absolute path) or a package (`@acme/guard`, `@acme/guard/strict.json`) from the file that names it. */
export function locate(reference: string, from: string, presets: readonly string[]): Located {
  return /^\.{1,2}([/\\]|$)/.test(reference) || isAbsolute(reference)
    ? locateFile(resolve(dirname(from), reference), reference)
    : locatePackage(reference, from, presets);
}

function locateFile(path: string, reference: string): Located {
  if (existsSync(path)) return { path };
  return { problem: `no such file "${reference}"${suggest(nearest(basename(path), namesIn(dirname(path))))}` };
}

function locatePackage(reference: string, from: string, presets: readonly string[]): Located {
  try {
    return { path: createRequire(from).resolve(reference) };
  } catch {
    const path = locateModule(reference, from);
    if (path !== null) return { path };
    const near = nearest(reference, presets);
    return { problem: `"${reference}" is neither a preset nor a package that is installed here${suggest(near)}` };
  }
}

/** The entry of a package that only `import` may load, which `require.resolve` does not find. */
function locateModule(reference: string, from: string): string | null {
  const [, name = '', subpath = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.+)?$/.exec(reference) ?? [];
  for (let folder = dirname(from); name !== ''; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    const manifest = join(place, 'package.json');
    if (existsSync(manifest)) {
      const entry = entryOf(JSON.parse(readFileSync(manifest, 'utf8')), `.${subpath}`);
      return entry === null ? null : join(place, entry);
    }
    if (dirname(folder) === folder) return null;
  }
  return null;
}

function entryOf(manifest: unknown, subpath: string): string | null {
  const { exports } = manifest as { exports?: unknown };
  const map = exports as Readonly<Record<string, unknown>> | undefined;
  const entry = map?.[subpath] ?? (subpath === '.' ? map : undefined);
  const conditions = entry as Readonly<Record<string, unknown>> | undefined;
  const target = typeof entry === 'string' ? entry : (conditions?.['import'] ?? conditions?.['default']);
  return typeof target === 'string' ? target : null;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function suggest(name: string | null): string {
  return name === null ? '' : `; did you mean "${name}"?`;
}
