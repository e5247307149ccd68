import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** PGlite's package and its program. */
interface Loaded {
  readonly package: typeof import('@electric-sql/pglite');
  readonly program: WebAssembly.Module;
}

const loaded = new Map<string, Loaded>();

/** Loads PGlite once for this thread; `from`: a file to look for the package from, as a path or URL. */
export function loadPglite(from: string): Loaded {
  const known = loaded.get(from) ?? load(from);
  loaded.set(from, known);
  return known;
}

function load(from: string): Loaded {
  const require = createRequire(from);
  const file = join(dirname(require.resolve('@electric-sql/pglite')), 'pglite.wasm');
  return {
    package: require('@electric-sql/pglite') as Loaded['package'],
    program: new WebAssembly.Module(readFileSync(file)),
  };
}
