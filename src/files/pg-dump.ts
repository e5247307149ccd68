import { dirname } from 'node:path';
import { environmentFor, readServerUrl } from '../engine/postgres/url.ts';
import { UserError } from '../errors.ts';
import { copyOf, listArchive, removeDump, writeDump, type Copy, type Programs } from './backup.ts';
import { printable } from './path.ts';

/** A dump that was written, and can be read. */
export interface Dump extends Copy {
  /** How many entries its list has. */
  readonly entries: number;
}

/** How it is made. */
export interface DumpSettings {
  readonly env: Programs['env'];
  /** Ends the program; nothing is left then. */
  readonly signal?: AbortSignal;
}

/** Writes a database into a file, which must not be there yet, with `pg_dump -Fc`, and reads its list again. Passwords go by the environment. */
export async function dump(url: string, path: string, { env, signal = new AbortController().signal }: DumpSettings): Promise<Dump> {
  const server = readServerUrl(url);
  const programs = { cwd: dirname(path), env: environmentFor(env, server), signal };
  const done = await writeDump(path, [], programs).catch((error: unknown) => {
    throw new UserError(`${printable(path)}: cannot be written (${error instanceof Error && 'code' in error ? String(error.code) : String(error)})`, { cause: error });
  });
  if (done === 'taken') throw new UserError(`${printable(path)}: is there already, and nothing is overwritten`);
  if (done.isMissing) throw notThere('pg_dump');
  if (done.status !== 0) throw new UserError(withoutSecret(done.output, server.password) || 'pg_dump: it was ended');
  try {
    return { ...(await copyOf(path, signal)), entries: await listDump(path, env) };
  } catch (error) {
    removeDump(path);
    throw error;
  }
} // prettier-ignore

/** The number of entries of a dump, by `pg_restore --list`; what it cannot read is a `UserError`. */
export async function listDump(path: string, env: Programs['env']): Promise<number> {
  const { status, output, isMissing } = await listArchive(path, { cwd: dirname(path), env, signal: new AbortController().signal });
  if (isMissing) throw notThere('pg_restore');
  if (status !== 0) throw new UserError(oneLine(output) || 'pg_restore: it was ended');
  return output.split('\n').filter((line) => /^\d+;/.test(line)).length;
} // prettier-ignore

const oneLine = (output: string) => output.trim().replaceAll(/\s*\n\s*/g, ' ');

const withoutSecret = (output: string, secret: string | undefined) =>
  secret ? oneLine(output).replaceAll(secret, '***') : oneLine(output);

const notThere = (program: string) =>
  new UserError(
    `${program} was not found in PATH: install PostgreSQL's client programs, of the server's version or later`,
  );
