import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, rmSync, statSync } from 'node:fs';
import { readServerUrl, type ServerUrl } from '../engine/postgres/url.ts';
import { UserError } from '../errors.ts';
import { printable } from './path.ts';

/** A dump that was written, and can be read. */
export interface Dump {
  readonly bytes: number;
  readonly sha256: string;
  /** How many entries its list has. */
  readonly entries: number;
}

/** How it is made. */
export interface DumpSettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Only these, as `pg_dump --table` names them. */
  readonly tables?: readonly string[];
  /** Ends the program; nothing is left then. */
  readonly signal?: AbortSignal;
}

/** Writes a database into a file, which must not be there yet, with `pg_dump -Fc`, and reads its list again. Passwords go by the environment. */
export async function dump(url: string, path: string, { env, tables = [], signal }: DumpSettings): Promise<Dump> {
  const server = readServerUrl(url);
  const file = create(path);
  try {
    const only = tables.flatMap((table) => ['--table', table]);
    await runTool('pg_dump', ['--format=custom', '--no-password', ...only], { env: { ...env, ...surroundings(server) }, out: file, signal, secret: server.password });
    fsyncSync(file);
    const { bytes, sha256 } = await digestOf(path);
    return { bytes, sha256, entries: await listDump(path, env) };
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
} // prettier-ignore

/** The number of entries of a dump, by `pg_restore --list`; what it cannot read is a `UserError`. */
export async function listDump(path: string, env: DumpSettings['env']): Promise<number> {
  const list = await runTool('pg_restore', ['--list', path], { env, out: 'pipe' });
  return list.split('\n').filter((line) => /^\d+;/.test(line)).length;
}

/** How many bytes a file has, and their SHA-256. */
async function digestOf(path: string): Promise<Pick<Dump, 'bytes' | 'sha256'>> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return { bytes: statSync(path).size, sha256: hash.digest('hex') };
}

/** Nobody else may read what is in it. */
function create(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const reason = code === 'EEXIST' ? 'is there already, and nothing is overwritten' : `cannot be written (${code})`;
    throw new UserError(`${printable(path)}: ${reason}`, { cause: error });
  }
}

/** What PostgreSQL's programs read of a server. */
function surroundings({ host, port, user, password, database, sslmode }: ServerUrl): Readonly<Record<string, string>> {
  const mode = sslmode === 'no-verify' ? 'require' : sslmode;
  return {
    PGHOST: host,
    PGPORT: String(port),
    PGDATABASE: database,
    ...(user === '' ? {} : { PGUSER: user }),
    ...(password === undefined ? {} : { PGPASSWORD: password }),
    ...(mode === null ? {} : { PGSSLMODE: mode }),
  };
}

interface ToolSettings {
  readonly env: DumpSettings['env'];
  /** Where its output goes: a file, or the answer. */
  readonly out: number | 'pipe';
  readonly signal?: AbortSignal | undefined;
  readonly secret?: string | undefined;
}

/** Runs one of PostgreSQL's programs; a failure is a `UserError` with its words. */
function runTool(program: string, args: readonly string[], { env, out, signal, secret }: ToolSettings): Promise<string> {
  const pieces = { stdout: '', stderr: '' };
  const child = spawn(program, args, { env, stdio: ['ignore', out, 'pipe'], ...(signal ? { signal } : {}) });
  child.stdout?.on('data', (piece: Buffer) => (pieces.stdout += piece.toString()));
  child.stderr?.on('data', (piece: Buffer) => (pieces.stderr += piece.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(notStarted(program, error)));
    child.on('close', (status) => {
      if (status === 0) return resolve(pieces.stdout);
      const words = pieces.stderr.trim().replaceAll(/\s*\n\s*/g, ' ') || `it ended with ${status ?? 'a signal'}`;
      reject(new UserError(secret ? words.replaceAll(secret, '***') : words));
    });
  });
} // prettier-ignore

function notStarted(program: string, error: Error): UserError {
  if ('code' in error && error.code === 'ENOENT')
    return new UserError(`${program} was not found in PATH: install PostgreSQL's client programs, of the server's version or later`, { cause: error });
  return new UserError(`${program}: ${error.name === 'AbortError' ? 'it was ended' : error.message}`, { cause: error });
} // prettier-ignore
