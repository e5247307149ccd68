import type { Files } from '../types.ts';
import type { Machine } from './machine.ts';
import { runModule } from './module.ts';
import type { Parse } from './tree.ts';
import type { Value } from './values.ts';

const endings = ['', '.ts', '.js', '.mts', '.cts', '.mjs', '.cjs', '/index.ts', '/index.js'];
const mostFiles = 50;
const largest = 1_000_000;

/** Loads other files of the project that a script imports; each is run once. */
export function loader(files: Files, parse: Parse): Machine['load'] {
  const known = new Map<string, Value | null>();
  return (path, machine) => {
    const before = known.get(path);
    if (before !== undefined || path.startsWith('..') || known.size >= mostFiles) return before ?? null;
    known.set(path, null);
    const found = find(path, files);
    if (!found) return null;
    const parsed = parse(found.path, found.text);
    if (!parsed.ok) return null;
    const exports = runForeign(machine, { ...found, isForeign: true }, parsed.tree);
    known.set(path, exports);
    return exports;
  };
}

/** Runs another file; what it sends by itself is sent by the import. */
function runForeign(machine: Machine, file: { path: string; text: string; isForeign: boolean }, tree: Parameters<typeof runModule>[1]): Value {
  const { exports } = runModule(machine, tree, file);
  return exports;
} // prettier-ignore

/** The file that an import means; `./x.js` may be written as `x.ts`. */
function find(path: string, files: Files): { readonly path: string; readonly text: string } | null {
  const stems = /\.[cm]?js$/.test(path) ? [path, path.replace(/js$/, 'ts')] : endings.map((ending) => path + ending);
  for (const stem of stems) {
    if (!/\.[cm]?[jt]s$/.test(stem)) continue;
    const text = files.read(stem);
    if (text !== null && text.length < largest) return { path: stem, text };
  }
  return null;
}
