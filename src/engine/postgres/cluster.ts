import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { ClientConfig } from 'pg';
import { UserError } from '../../errors.ts';
import type { Store } from '../store.ts';
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
  await keeper.tell({ kind: 'folder', path: folder });
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const empty = () => store.find(`postgres-${name}-empty`) ?? initialise(bin, user, folder, store, `postgres-${name}-empty`);
  const start = () => keeper.tell({ kind: 'start', program: join(bin, 'postgres'), args: ['-D', data, '-k', folder, ...settings], user, cwd: folder });
  return {
    config: { host: folder, port: 5432, user: 'postgres', database: 'postgres' },
    async start(from) {
      await keeper.tell({ kind: 'stop' });
      rmSync(data, { recursive: true, force: true });
      copyFolder(from ?? empty(), data);
      if (user) own(data, user);
      await start();
    },
    async leave(target, database) {
      await keeper.tell({ kind: 'stop' });
      rmSync(target, { recursive: true, force: true });
      mkdirSync(dirname(target), { recursive: true });
      copyFolder(data, target);
      const as = user ? `setpriv --reuid ${user.uid} --regid ${user.gid} --clear-groups ` : '';
      const command = `${as}${quoted(join(bin, 'postgres'))} -D ${quoted(target)} -k /tmp -p 54329`;
      return `${target}, a data directory; to start it: ${command}; then: psql -h /tmp -p 54329 -U postgres ${database}`;
    },
    async keep(kept) {
      await keeper.tell({ kind: 'stop' });
      putAside(data, store, kept);
      store.tidy('checkpoint-');
    },
  };
} // prettier-ignore

function initialise(bin: string, user: User | null, folder: string, store: Store, name: string): string {
  const target = join(folder, 'empty');
  const args = ['-D', target, '-N', '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--no-instructions', '--wal-segsize=1'];
  const { status, stderr, error } = spawnSync(join(bin, 'initdb'), args, { cwd: folder, encoding: 'utf8', ...user });
  if (status !== 0) throw new UserError(`${join(bin, 'initdb')}: ${(error?.message ?? stderr).trim()}`);
  putAside(target, store, name);
  return store.find(name) ?? target;
} // prettier-ignore

/** A copy is put in its place as a whole: another run may look for it at any time. */
function putAside(data: string, store: Store, name: string): void {
  const draft = store.place(`${name}.${crypto.randomUUID()}.tmp`);
  try {
    mkdirSync(dirname(draft), { recursive: true });
    copyFolder(data, draft);
    renameSync(draft, store.place(name));
  } catch {
    // There is one already, or it cannot be kept: nothing is lost but time.
    rmSync(draft, { recursive: true, force: true });
  }
}

/** A folder that was kept may have come from another machine, as caches of CI do: there nobody's files are root's. */
function own(data: string, { uid, gid }: User): void {
  if (statSync(data).uid === uid) return;
  spawnSync('chown', ['-R', `${uid}:${gid}`, data]);
}

const quoted = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

/** Owners and modes stay: the server looks at them. */
function copyFolder(from: string, to: string): void {
  const { status } = spawnSync('cp', ['-a', from, to]);
  if (status !== 0) cpSync(from, to, { recursive: true, preserveTimestamps: true });
}
