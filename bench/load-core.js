import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Bundles and loads `core.js`. */
export const loadCore = () => load('core');

/** Bundles and loads `editor.js`, in which parsed statements are counted. */
export const loadEditor = () => load('editor', [counting]);

/** Bundles and loads `trials.js`, beside the threads that the engines start. */
export const loadTrials = () => load('trials', [], 'dist/bench-trials.js');

const root = join(import.meta.dirname, '..');

async function load(name, plugins = [], place = `node_modules/.cache/farout-guard/bench-${name}.js`) {
  const outfile = join(root, place);
  await build({
    absWorkingDir: root,
    entryPoints: [`bench/${name}.js`],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
    plugins,
  });
  return import(pathToFileURL(outfile).href);
}

const counting = {
  name: 'counting',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/parse-memory\.ts$/ }, () => ({ path: join(root, 'bench/counting-memory.js') }));
  },
};
