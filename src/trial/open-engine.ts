import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { Engine } from '../engine/engine.ts';
import { findExtension, isInstalled } from '../engine/pglite/extensions.ts';
import { pgliteEngine, pgliteProcess, pgliteThread } from '../engine/pglite/engine.ts';
import { findBinaries } from '../engine/postgres/binaries.ts';
import { clusterEngine, serverEngine } from '../engine/postgres/engine.ts';
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
}

/** Where copies are kept for later runs, below a project's root. */
export const storeFolder = (root: string): string => join(root, 'node_modules/.cache/farout-guard/engines');

/** Starts an engine; a `UserError` says what to install where there is none. */
export async function openEngine({ kind, url, timeout }: EngineWish, load: Load): Promise<Engine> {
  const { root, extensions, hasScripts, postgres, path } = load;
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
  return pgliteEngine({ from: place, extensions: found, store, timeout, line: hasScripts ? () => pgliteProcess(root) : pgliteThread });
} // prettier-ignore

/** From where a package is looked for: it counts as installed in the project, or beside this program. */
export function fromFor(name: string, from: string): string {
  return isInstalled(name, from) ? from : import.meta.url;
}

/** A `UserError` says what to install where a package is missing; `what` says what it is for. */
export function requirePackage(name: string, from: string, what: string): void {
  if (isInstalled(name, from) || isInstalled(name, import.meta.url)) return;
  throw new UserError(`${name} is not installed (${what}): npm install --save-dev ${name}`);
}

/** The databases that farout-guard makes are its own; of others only the server's own one may be named, which is not touched. */
function configOf(url: string) {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new UserError('--database-url: is no URL; it looks like postgres://user@localhost:5432/postgres');
  }
  const name = decodeURIComponent(parsed.pathname.slice(1));
  if (!/^postgres(?:ql)?:$/.test(parsed.protocol)) throw new UserError('--database-url: must begin with postgres://');
  if (!/^(?:|postgres|template1)$/.test(name))
    throw new UserError(`--database-url: names the database ${name}, which farout-guard did not make and does not touch; end the URL with /postgres: it makes databases of its own there and drops them`);
  const mode = parsed.searchParams.get('sslmode') ?? 'disable';
  return {
    host: parsed.searchParams.get('host') ?? (decodeURIComponent(parsed.hostname).replace(/^\[|\]$/g, '') || 'localhost'),
    port: Number(parsed.port || '5432'),
    user: decodeURIComponent(parsed.username) || 'postgres',
    ...(parsed.password === '' ? {} : { password: decodeURIComponent(parsed.password) }),
    ...(mode === 'disable' || mode === 'prefer' ? {} : { ssl: { rejectUnauthorized: mode.startsWith('verify') } }),
    database: 'postgres',
  };
} // prettier-ignore
