import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Answer } from '../database.ts';
import type { Copy, Engine, OpenDatabase } from '../engine.ts';
import { lineToThread, type Line } from '../line.ts';
import { driveOver, lineToScripts, lossOf } from '../scripts.ts';
import type { Store } from '../store.ts';
import type { ExtensionModule, Question } from './messages.ts';
import { patience, starter, valueOf, type Opened } from './starting.ts';

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
  /** The path of its image. */
  readonly state: string;
}

/** PGlite in a thread of its own: it enforces no time limit, and a statement may well be its end. */
export async function pgliteEngine(settings: PgliteSettings): Promise<Engine> {
  const { store, from } = settings;
  const kind = `pglite-${packageVersion(from)}`;
  const { start, end } = starter(settings);
  const own = ownFiles(store);
  const emptyName = `${kind}-empty.image`;
  const known = store.read(`${kind}-version.txt`);
  const empty = known && store.find(emptyName);
  let first = empty === null ? await start(null) : null;
  const version = first?.version ?? new TextDecoder().decode(known ?? undefined);
  if (first) {
    const image = own.add();
    valueOf(await first.ask({ kind: 'copy', to: image, as: 'image' }));
    store.adopt('pglite-', emptyName, image);
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
      const anew = () => start(store.find(emptyName)).catch(() => start(null));
      const opened = state === undefined ? (usable ?? (await anew())) : await start(state);
      return databaseOn(opened, own, settings.timeout, Number.parseInt(version));
    },
    forget: async ({ state }) => own.remove(state as PgliteCopy['state']),
    async find(key) {
      const state = store.find(`checkpoint-${kind}-${key}.image`);
      return state === null ? null : ({ state } satisfies PgliteCopy);
    },
    async keep({ state }, key) {
      const path = state as PgliteCopy['state'];
      store.adopt('checkpoint-', `checkpoint-${kind}-${key}.image`, path);
      own.remove(path);
    },
    async leave(database, folder) {
      mkdirSync(folder, { recursive: true });
      const file = join(folder, 'pglite.tar');
      await (database as PgliteDatabase).write(file);
      return `${file}, a data directory; to open it: new PGlite({ loadDataDir: new Blob([readFileSync(${JSON.stringify(file)})]) })`;
    },
    async close() {
      await end();
      own.clear();
    },
  };
} // prettier-ignore

/** The images of one run. */
interface OwnFiles {
  /** The path of a new one. */
  add(): string;
  remove(path: string): void;
  clear(): void;
}

function ownFiles(store: Store): OwnFiles {
  const paths = new Set<string>();
  const remove = (path: string) => {
    if (paths.delete(path)) rmSync(path, { force: true });
  };
  return {
    add() {
      const path = store.draft();
      paths.add(path);
      return path;
    },
    remove,
    clear: () => paths.forEach(remove),
  };
}

/** What is gone with the database is not known any more. */
const quiet: Answer = { failure: null, notices: [] };

interface PgliteDatabase extends OpenDatabase {
  /** Writes the data directory as a tar file. */
  write(path: string): Promise<void>;
}

function databaseOn({ line, ask }: Opened, own: OwnFiles, timeout: number, version: number): PgliteDatabase {
  const runAll = async (texts: readonly string[]): Promise<readonly Answer[]> => {
    if (texts.length === 0) return [];
    const reply = await ask({ kind: 'run', texts }, timeout);
    if (reply.kind === 'value') return reply.value;
    const done = Array.from({ length: reply.kind === 'error' ? 0 : reply.steps }, () => quiet);
    return [...done, { failure: lossOf(reply), notices: [] }];
  };
  return {
    version,
    drive: (drive) => driveOver(line, { drive, given: {}, timeout }),
    runAll,
    async run(sql) {
      const [answer] = await runAll([sql]);
      return answer as Answer;
    },
    rows: async <Row extends object>(select: string) =>
      JSON.parse(valueOf(await ask({ kind: 'rows', select }))) as readonly Row[],
    async copy() {
      const state = own.add();
      valueOf(await ask({ kind: 'copy', to: state, as: 'image' }));
      return { state } satisfies PgliteCopy;
    },
    write: async (path) => void valueOf(await ask({ kind: 'copy', to: path, as: 'tar' })),
  };
}

/** A thread for PGlite in this process, which begins to load it; `from`: a file to look for the package from. */
export function pgliteThread(from: string): Line<Question> {
  const line = lineToThread<Question>(workerIn(import.meta.url), null);
  // Whoever opens a database is told what is wrong.
  void line.ask({ kind: 'load', from }, patience);
  return line;
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
