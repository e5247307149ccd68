import type { ClientConfig } from 'pg';
import { sslOf, type ServerUrl } from '../engine/postgres/url.ts';
import { UserError } from '../errors.ts';
import { openExecSession, type ExecSession } from './session.ts';

/** How sessions are opened. */
export interface Target {
  readonly server: ServerUrl;
  /** A file to look for the package `pg` from. */
  readonly from: string;
  readonly lockTimeout: string;
}

/** In milliseconds. */
const patience = 10_000;

/** Opens a session; the `UserError` of one that cannot be opened repeats no password. */
async function connect({ server, from, lockTimeout }: Target): Promise<ExecSession> {
  const { host, port, user, password, database } = server;
  const open = { ...(user === '' ? {} : { user }), ...(password === undefined ? {} : { password }) };
  const config: ClientConfig = { host, port, database, ...open, ...sslOf(server), connectionTimeoutMillis: patience };
  const session = await openExecSession(config, from).catch((error: unknown) => {
    throw new UserError(`--database-url: the database cannot be used: ${withoutSecret(reasonOf(error), password)}`);
  });
  // What was judged was read in this way.
  await set(session, 'standard_conforming_strings', 'on');
  await set(session, 'lock_timeout', lockTimeout);
  return session;
}

/** Sets what holds for a session until the migration says otherwise. */
async function set(session: ExecSession, setting: string, value: string): Promise<void> {
  const { failure } = await session.run(`SET ${setting} = '${value}'`);
  if (failure) throw new UserError(`--database-url: the database cannot be used: ${failure.message}`);
}

/** A session for what a migration sends. */
export async function openWorker(target: Target, statementTimeout: string): Promise<ExecSession> {
  const worker = await connect(target);
  await ready(worker, statementTimeout);
  if (await lock(worker, 2)) return worker;
  await worker.end();
  throw busy();
}

/** Settings of a migration's session. */
export async function ready(worker: ExecSession, statementTimeout: string): Promise<void> {
  await set(worker, 'statement_timeout', statementTimeout);
  // Where the server can, it notes that we are gone in the middle of a statement.
  if (worker.version >= 14 && worker.status() === 'I') await worker.run("SET client_connection_check_interval = '2s'");
}

/** The session that looks on: it reads the catalog, and cancels. */
export async function openControl(target: Target): Promise<ExecSession> {
  const control = await connect(target);
  await set(control, 'jit', 'off');
  if (await lock(control, 1)) return control;
  await control.end();
  throw busy();
}

/** Both sessions hold a lock of their own: a migration may let go of that of its session, and a program that was killed may leave its statement running. */
async function lock(session: ExecSession, number: 1 | 2): Promise<boolean> {
  const [row] = await session.rows<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${key}, ${number}) AS taken`);
  return row?.taken ?? false;
}

/** The same in all versions: the letters FaGu. */
const key = 0x46614775;

const busy = () => new UserError('another farout-guard exec runs on this database, and two never run at once');

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** As it is, and as it stood in the URL. */
function withoutSecret(words: string, secret: string | undefined): string {
  if (!secret) return words;
  return [secret, encodeURIComponent(secret)].reduce((text, each) => text.replaceAll(each, '***'), words);
}
