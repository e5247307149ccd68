import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { Line } from '../engine/line.ts';
import { findExtension, isInstalled } from '../engine/pglite/extensions.ts';
import { pgliteEngine, pgliteProcess, pgliteThread } from '../engine/pglite/engine.ts';
import type { Question } from '../engine/pglite/messages.ts';
import { findBinaries } from '../engine/postgres/binaries.ts';
import { clusterEngine, serverEngine } from '../engine/postgres/engine.ts';
import { readServerUrl, sslOf } from '../engine/postgres/url.ts';
import { storeIn } from '../engine/store.ts';

/** Which engine to use. */
export interface EngineWish {
  readonly kind: 'pglite' | 'postgres';
  /** Of a server that is there. */
  readonly url: string | null;
  /** In milliseconds: the longest that a statement, or a script, may take. */
  readonly timeout: number;
}

/** What is run on it. */
export interface Load {
  /** Absolute: packages are looked for from this folder. */
  readonly root: string;
  /** Names of the extensions that the migrations make. */
  readonly extensions: readonly string[];
  readonly hasScripts: boolean;
  /** PostgreSQL's major version that the migrations are for. */
  readonly postgres: number;
  /** The folders with programs, as the system has them. */
  readonly path: string;
  /** A thread that was started ahead. */
  readonly ahead?: Ahead | null;
}

/** A thread that loads PGlite while it is looked up what is to be run. */
export interface Ahead {
  /** The thread, for whoever asks first. */
  take(): Line<Question> | null;
  /** Ends it where nobody has asked for it. */
  end(): Promise<void>;
}

/** Starts such a thread, where one may be needed. */
export function threadAhead({ kind, url }: EngineWish, root: string): Ahead | null {
  const from = fromFor('@electric-sql/pglite', join(root, 'package.json'));
  if (url !== null || kind !== 'pglite' || !isInstalled('@electric-sql/pglite', from)) return null;
  let line: Line<Question> | null = pgliteThread(from);
  const take = () => {
    const taken = line;
    line = null;
    return taken;
  };
  return { take, end: async () => take()?.end() };
}

/** Where copies are kept for later runs, below a project's root. */
export const storeFolder = (root: string): string => join(root, 'node_modules/.cache/farout-guard/engines');

/** Starts an engine; a `UserError` says what to install where there is none. */
export async function openEngine({ kind, url, timeout }: EngineWish, load: Load): Promise<Engine> {
  const { root, extensions, hasScripts, postgres, path, ahead = null } = load;
  const from = join(root, 'package.json');
  const store = storeIn(storeFolder(root));
  if (url !== null || kind === 'postgres') requirePackage('pg', from, 'a server is spoken to with it');
  if (url !== null) return serverEngine(configOf(url), { from: fromFor('pg', from), store, timeout });
  if (kind === 'postgres') {
    const [bin] = findBinaries(path, postgres, from);
    if (bin === undefined) throw new UserError('--engine postgres: initdb and postgres are neither on the PATH nor in the usual folders; install PostgreSQL, or use --engine pglite');
    return clusterEngine(bin, { from: fromFor('pg', from), store, timeout });
  }
  requirePackage('@electric-sql/pglite', from, 'an embedded PostgreSQL, 27 MB');
  const place = fromFor('@electric-sql/pglite', from);
  const found = extensions.flatMap((name) => findExtension(name, place) ?? []);
  // Scripts need a process of their own.
  if (hasScripts) await ahead?.end();
  return pgliteEngine({ from: place, extensions: found, store, timeout, line: () => (hasScripts ? pgliteProcess(root) : (ahead?.take() ?? pgliteThread(place))) });
} // prettier-ignore

/** A file to look for a package from: it counts as installed in the project, or beside this program. */
export function fromFor(name: string, from: string): string {
  return isInstalled(name, from) ? from : import.meta.url;
}

/** A package that the project has to have; a `UserError` says how to get it. */
export function requirePackage(name: string, from: string, what: string): void {
  if (isInstalled(name, from) || isInstalled(name, import.meta.url)) return;
  throw new UserError(`${name} is not installed (${what}): npm install --save-dev ${name}`);
}

/** The databases that farout-guard makes are its own; of others only the server's own one may be named, which is not touched. */
function configOf(given: string) {
  const url = readServerUrl(given);
  const { host, port, user, password, database } = url;
  if (!/^(?:|postgres|template1)$/.test(database))
    throw new UserError(`--database-url: names the database ${database}, which farout-guard did not make and does not touch; end the URL with /postgres: it makes databases of its own there and drops them`);
  return { host, port, user: user || 'postgres', ...(password === undefined ? {} : { password }), ...sslOf(url), database: 'postgres' };
} // prettier-ignore
