import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { findBinaries } from '../../src/engine/postgres/binaries.ts';

/** The folder with PostgreSQL's programs, or null. */
export const binaries = findBinaries(process.env['PATH'] ?? '', 15, import.meta.url)[0] ?? null;

/** For names of tests that need them. */
export const why = binaries === null ? ' (skipped: no PostgreSQL on this machine)' : '';

/** A server that others use. */
export interface TestServer {
  readonly url: string;
  /** The names of its databases and roles that are not PostgreSQL's own. */
  names(): readonly string[];
  end(): Promise<void>;
}

/** Starts a server on a socket in a folder of its own. */
export async function startServer(bin: string): Promise<TestServer> {
  const user = userInfo().uid === 0 ? { uid: 65534, gid: 65534 } : null;
  const folder = mkdtempSync(join(tmpdir(), 'farout-guard-server-'));
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  spawnSync(join(bin, 'initdb'), ['-D', data, '-N', '-A', 'trust', '-U', 'postgres'], { cwd: folder, ...user });
  const server = spawn(join(bin, 'postgres'), ['-F', '-D', data, '-k', folder, '-c', 'listen_addresses='], { cwd: folder, ...user });
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (chunk: Buffer) => String(chunk).includes('ready to accept connections') && resolve());
    server.once('exit', (code) => reject(new Error(`postgres ended with ${code}`)));
  });
  const sql = `SELECT datname FROM pg_database WHERE datname !~ '^(postgres|template.)$' UNION ALL SELECT rolname FROM pg_roles WHERE rolname !~ '^(pg_.*|postgres)$'`;
  return {
    url: `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`,
    names: () => spawnSync(join(bin, 'psql'), ['-h', folder, '-U', 'postgres', '-At', '-c', sql], { encoding: 'utf8' }).stdout.split('\n').filter((line) => line !== ''),
    async end() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
} // prettier-ignore

/** The ids of processes that have a text in their command line. */
export function processesWith(text: string): readonly string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc').filter((id) => /^\d+$/.test(id) && commandOf(id).includes(text));
}

/** Of a process that has ended meanwhile, nothing. */
function commandOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
