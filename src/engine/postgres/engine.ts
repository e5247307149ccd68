import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import { UserError } from '../../errors.ts';
import type { Copy, Engine, OpenDatabase } from '../engine.ts';
import type { Store } from '../store.ts';
import { openSession } from './client.ts';
import { makeCluster, type Cluster } from './cluster.ts';
import { startKeeper, type Keeper } from './keeping.ts';
import { scriptRunner } from './runner.ts';
import { serverOf, type Server, type State } from './server.ts';

/** How a server is used. */
export interface PostgresSettings {
  /** A file in the folder that the package `pg` is looked for from. */
  readonly from: string;
  readonly store: Store;
  /** The longest that a statement may take, in milliseconds. */
  readonly timeout: number;
  /** The URL of a file beside which the program's other files are; without it, of this one. */
  readonly program?: string;
}

/** What a copy is on a server: a database that nobody uses, and the roles that were there. */
interface ServerCopy extends Copy {
  readonly state: State;
}

const checkpoint = 'farout_guard_checkpoint';

/** A server of our own, from the programs in a folder. */
export async function clusterEngine(bin: string, settings: PostgresSettings): Promise<Engine> {
  const name = versionOf(bin);
  const keeper = startKeeper(settings.program);
  return guardedBy(keeper, async () => {
    const cluster = await makeCluster(bin, name, keeper, settings.store);
    return engineOn({ cluster, name, config: cluster.config, keeper, ...settings });
  });
}

/** A server that is there; of its databases only those that are made here are touched. */
export async function serverEngine(config: ClientConfig, settings: PostgresSettings): Promise<Engine> {
  const keeper = startKeeper(settings.program);
  return guardedBy(keeper, () => engineOn({ cluster: null, name: '', config, keeper, ...settings }));
}

async function guardedBy(keeper: Keeper, make: () => Promise<Engine>): Promise<Engine> {
  try {
    return await make();
  } catch (error) {
    await keeper.end();
    throw error;
  }
}

interface Parts extends PostgresSettings {
  readonly cluster: Cluster | null;
  readonly name: string;
  readonly config: ClientConfig;
  readonly keeper: Keeper;
}

async function engineOn({ cluster, name, config, keeper, store, timeout, from, program }: Parts): Promise<Engine> {
  const id = crypto.randomUUID().replaceAll('-', '').slice(0, 12);
  const prefix = `farout_guard_${id}_`;
  if (!cluster) await keeper.tell({ kind: 'databases', prefix, config, from });
  const runner = scriptRunner(program ?? import.meta.url);
  let server: Server | null = null;
  // To be put aside at the end: for that the server must stop.
  let kept: (ServerCopy['state'] & { readonly key: string }) | null = null;
  const connect = async () => {
    await server?.end();
    server = await serverOf({ admin: await openSession(config, from).catch(cluster ? lost : refused), config, from, prefix, timeout, runner, ownsRoles: cluster !== null });
    return server;
  };
  const started = async () => {
    if (server && (await server.isAlive())) return server;
    await cluster?.start(null);
    return connect();
  };
  const keptUnder = (key: string) => `checkpoint-postgres-${name}-${key}`;
  const { version } = cluster ? { version: name } : await started();
  return {
    name: 'postgres',
    isShared: cluster === null,
    version,
    async open(copy): Promise<OpenDatabase> {
      return (await started()).open((copy as ServerCopy | null)?.state ?? null);
    },
    forget: async (copy) => (await started()).drop((copy as ServerCopy).state.database),
    async find(key) {
      const folder = store.find(keptUnder(key));
      if (!cluster || folder === null) return null;
      await server?.end();
      server = null;
      await cluster.start(folder);
      const connected = await connect();
      return { state: { database: checkpoint, roles: await connected.roles(), isSpare: true } } satisfies ServerCopy;
    },
    keep: async (copy, key) => void (kept = { ...(copy as ServerCopy).state, key }),
    async leave(_, folder) {
      const now = await started();
      const left = cluster ? 'farout_guard' : `farout_guard_kept_${id}`;
      await now.release(left);
      if (!cluster) return `the database ${left} on that server`;
      await now.end();
      server = null;
      return cluster.leave(folder, left);
    },
    async close() {
      await runner.end();
      if (cluster && kept && server) {
        await server.settle(kept);
        await server.rename(kept.database, checkpoint);
        await server.end();
        await cluster.keep(keptUnder(kept.key));
      } else await server?.end();
      await keeper.end();
    },
  };
} // prettier-ignore

function versionOf(bin: string): string {
  const { stdout, error } = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' });
  const version = /\d+(?:\.\d+)*/.exec(error ? '' : stdout)?.[0];
  if (version === undefined) throw new UserError(`${join(bin, 'postgres')} --version: ${error?.message ?? stdout}`);
  return version;
}

/** The message names no password. */
function refused(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  throw new UserError(`--database-url: the server cannot be used: ${message}`);
}

function lost(error: unknown): never {
  throw error;
}
