import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';

const source = join(import.meta.dirname, 'src');
const outdir = join(import.meta.dirname, 'dist');
const options = {
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Resolved at run time, and only when something asks for them.
  external: ['libpg-query', 'pgsql-ast-parser', 'cosmiconfig', 'oxc-parser', 'jiti'],
  metafile: true,
  logLevel: 'warning',
};

/**
 * Each small file costs time at every start, and esbuild makes one for each set of entries that share code.
 * So every module that is imported lazily also imports the core: then all that they share is one file.
 */
function sharing(core) {
  const lazy = new Set([join(source, 'worker/worker.ts')]);
  return {
    name: 'sharing',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.{1,2}\// }, ({ kind, resolveDir, path }) => {
        if (kind === 'dynamic-import') lazy.add(resolve(resolveDir, path));
      });
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!lazy.has(path)) return null;
        return { contents: `${readFileSync(path, 'utf8')}\nimport ${JSON.stringify(core)};\n`, loader: 'ts' };
      });
    },
  };
}

const entry = (path) => join(source, path);
const results = [
  await build({
    ...options,
    entryPoints: { cli: entry('cli.ts'), worker: entry('worker/worker.ts') },
    chunkNames: 'cli-[name]-[hash]',
    plugins: [sharing(entry('run.ts'))],
  }),
  await build({ ...options, entryPoints: { index: entry('index.ts') }, chunkNames: 'index-[name]-[hash]' }),
  // ESLint's rules and parsers cannot wait: what reads scripts is required when the first script comes, and git is asked in a thread.
  await build({
    ...options,
    entryPoints: { eslint: entry('eslint/index.ts'), 'eslint-scripts': entry('eslint/scripts.ts') },
    chunkNames: 'eslint-[name]-[hash]',
  }),
  await build({
    ...options,
    entryPoints: {
      'pglite-worker': entry('engine/pglite/worker.ts'),
      'script-worker': entry('engine/postgres/script-worker.ts'),
      host: entry('engine/host.ts'),
      keeper: entry('engine/postgres/keeper.ts'),
    },
    chunkNames: 'engine-[name]-[hash]',
  }),
  await build({ ...options, entryPoints: { 'eslint-history': entry('eslint/history-worker.ts') }, splitting: false }),
];
chmodSync(join(outdir, 'cli.js'), 0o755);

const written = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.outputs).map((path) => basename(path))));
for (const name of readdirSync(outdir)) if (name.endsWith('.js') && !written.has(name)) rmSync(join(outdir, name));
