import { createRequire } from 'node:module';
import { join } from 'node:path';
import { writeWhole } from '../../files/write.ts';
import type { Copy, Engine, OpenDatabase } from '../engine.ts';
import { lineToThread, type Line } from '../line.ts';
import { driveOver, lineToScripts, lossOf } from '../scripts.ts';
import type { Store } from '../store.ts';
import type { ExtensionModule, Question } from './messages.ts';
import { starter, valueOf, type Opened } from './starting.ts';

/** How PGlite is used. */
export interface PgliteSettings {
  /** A file in the folder that its packages are looked for from. */
  readonly from: string;
  readonly extensions: readonly ExtensionModule[];
  readonly store: Store;
  /** The longest that a statement may take, in milliseconds. */
  readonly timeout: number;
  /** Where the thread is started. */
  line(): Line<Question>;
}

interface PgliteCopy extends Copy {
  readonly state: Uint8Array<ArrayBuffer>;
}

/** PGlite in a thread of its own: it enforces no time limit, and a statement may well be its end. */
export async function pgliteEngine(settings: PgliteSettings): Promise<Engine> {
  const { store, from } = settings;
  const kind = `pglite-${packageVersion(from)}`;
  const { start, end } = starter(settings);
  const known = store.read(`${kind}-version.txt`);
  let empty = known && store.read(`${kind}-empty.tar`);
  let first = known && empty ? null : await start(null);
  const version = first?.version ?? new TextDecoder().decode(known ?? undefined);
  if (first) {
    empty = valueOf(await first.ask({ kind: 'copy' }));
    store.write('pglite-', `${kind}-empty.tar`, empty);
    store.write('pglite-', `${kind}-version.txt`, new TextEncoder().encode(version));
  }
  return {
    name: 'pglite',
    isShared: false,
    version,
    async open(copy) {
      // Whatever comes of it, what was open is gone.
      const usable = first;
      first = null;
      const state = (copy as PgliteCopy | null)?.state;
      // What was prepared may be damaged: it can be made anew.
      const opened = state ? await start(state) : (usable ?? (await start(empty).catch(() => start(null))));
      return databaseOn(opened, settings.timeout, Number.parseInt(version));
    },
    forget: async () => {},
    async find(key) {
      const state = store.read(`checkpoint-${kind}-${key}.tar`);
      return state && ({ state } satisfies PgliteCopy);
    },
    keep: async ({ state }: Copy, key) => store.write('checkpoint-', `checkpoint-${kind}-${key}.tar`, state as PgliteCopy['state']),
    async leave(database, folder) {
      const file = join(folder, 'pglite.tar');
      writeWhole(file, ((await database.copy()) as PgliteCopy).state);
      return `${file}, a data directory; to open it: new PGlite({ loadDataDir: new Blob([readFileSync(${JSON.stringify(file)})]) })`;
    },
    close: end,
  };
} // prettier-ignore

function databaseOn({ line, ask }: Opened, timeout: number, version: number): OpenDatabase {
  return {
    version,
    drive: (drive) => driveOver(line, { drive, given: {}, timeout }),
    async run(sql) {
      const reply = await ask({ kind: 'run', sql }, timeout);
      return reply.kind === 'value' ? reply.value : { failure: lossOf(reply), notices: [] };
    },
    rows: async <Row extends object>(select: string) =>
      JSON.parse(valueOf(await ask({ kind: 'rows', select }))) as readonly Row[],
    copy: async () => ({ state: valueOf(await ask({ kind: 'copy' })) }) satisfies PgliteCopy,
  };
}

/** A thread for PGlite in this process. */
export function pgliteThread(): Line<Question> {
  return lineToThread(workerIn(import.meta.url), null);
}

/** A process for PGlite that can be had run the scripts of the project in a folder; `from`: where the program's files are. */
export function pgliteProcess(root: string, from: string = import.meta.url): Line<Question> {
  return lineToScripts(new URL('./host.js', from), workerIn(from), root);
}

const workerIn = (from: string): URL => new URL('./pglite-worker.js', from);

/** The version of the package; a data directory fits one. */
function packageVersion(from: string): string {
  const require = createRequire(from);
  const path = require.resolve('@electric-sql/pglite');
  const { version } = createRequire(path)('../package.json') as { readonly version: string };
  return version;
}
