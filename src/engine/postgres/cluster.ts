import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { ClientConfig } from 'pg';
import { UserError } from '../../errors.ts';
import type { Store } from '../store.ts';
import { copyFolder } from './folder.ts';
import type { User } from './keeper.ts';
import type { Keeper } from './keeping.ts';

/** A server of our own, from the programs that are on this machine. */
export interface Cluster {
  readonly config: ClientConfig;
  /** Starts it anew from a folder that was kept, or an empty one. */
  start(data: string | null): Promise<void>;
  /** Stops it and keeps its data under a name. */
  keep(name: string): Promise<void>;
  /** Stops it and leaves its data in a folder; answers in words how to start it there. */
  leave(folder: string, database: string): Promise<string>;
}

/** Nobody: the server refuses to run as root. Debian and most others give it this number. */
const nobody: User = { uid: 65534, gid: 65534 };

const settings = [
  '-F',
  '-c',
  'synchronous_commit=off',
  '-c',
  'full_page_writes=off',
  '-c',
  'autovacuum=off',
  '-c',
  'shared_buffers=32MB',
  '-c',
  'listen_addresses=',
  '-c',
  'max_wal_senders=0',
];

/** Makes a cluster, not started yet; `name` tells its version apart from others. */
export async function makeCluster(bin: string, name: string, keeper: Keeper, store: Store): Promise<Cluster> {
  const user = userInfo().uid === 0 ? nobody : null;
  const folder = mkdtempSync(join(tmpdir(), 'farout-guard-'));
  // It hears of the folder also when this process is gone by then.
  const told = keeper.tell({ kind: 'folder', path: folder });
  told.catch(() => {});
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const empty = async () => store.find(`postgres-${name}-empty`) ?? initialise(bin, user, folder, store, `postgres-${name}-empty`);
  return {
    config: { host: folder, port: 5432, user: 'postgres', database: 'postgres' },
    async start(kept) {
      const from = kept ?? (await empty());
      await keeper.tell({ kind: 'start', from, data, program: join(bin, 'postgres'), args: ['-D', data, '-k', folder, ...settings], user, cwd: folder });
      await told;
    },
    async leave(target, database) {
      await keeper.tell({ kind: 'stop' });
      rmSync(target, { recursive: true, force: true });
      mkdirSync(dirname(target), { recursive: true });
      await copyFolder(data, target);
      const as = user ? `setpriv --reuid ${user.uid} --regid ${user.gid} --clear-groups ` : '';
      const command = `${as}${quoted(join(bin, 'postgres'))} -D ${quoted(target)} -k /tmp -p 54329`;
      return `${target}, a data directory; to start it: ${command}; then: psql -h /tmp -p 54329 -U postgres ${database}`;
    },
    async keep(kept) {
      await keeper.tell({ kind: 'stop' });
      await putAside(data, store, kept);
      store.tidy('checkpoint-');
    },
  };
} // prettier-ignore

async function initialise(bin: string, user: User | null, folder: string, store: Store, name: string): Promise<string> {
  const target = join(folder, 'empty');
  const args = ['-D', target, '-N', '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--no-instructions', '--wal-segsize=1'];
  const { status, stderr, error } = spawnSync(join(bin, 'initdb'), args, { cwd: folder, encoding: 'utf8', ...user });
  if (status !== 0) throw new UserError(`${join(bin, 'initdb')}: ${(error?.message ?? stderr).trim()}`);
  await putAside(target, store, name);
  return store.find(name) ?? target;
} // prettier-ignore

/** Moves a folder among those that are kept, as a whole: another run may look for it at any time. */
async function putAside(data: string, store: Store, name: string): Promise<void> {
  const draft = store.place(`${name}.${crypto.randomUUID()}.tmp`);
  try {
    mkdirSync(dirname(draft), { recursive: true });
    await move(data, draft);
    renameSync(draft, store.place(name));
  } catch {
    // There is one already, or it cannot be kept: nothing is lost but time.
    rmSync(draft, { recursive: true, force: true });
  }
}

/** The places may be on two disks. */
async function move(from: string, to: string): Promise<void> {
  try {
    renameSync(from, to);
  } catch {
    await copyFolder(from, to);
  }
}

const quoted = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
