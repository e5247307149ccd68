import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Bundles and loads `core.js`. */
export async function loadCore() {
  const root = join(import.meta.dirname, '..');
  const outfile = join(root, 'node_modules/.cache/farout-guard/bench-core.js');
  await build({
    absWorkingDir: root,
    entryPoints: ['bench/core.js'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
