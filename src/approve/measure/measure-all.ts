import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { openSession, type Session } from '../../engine/postgres/client.ts';
import { fromFor, requirePackage } from '../../trial/open-engine.ts';
import type { Address } from '../address.ts';
import type { Request } from '../request.ts';
import { withoutPasswords } from '../secrets.ts';
import { measure, type Measured } from './measure.ts';

/** How the database is asked. */
export interface Measuring {
  readonly address: Address;
  readonly root: string;
  /** For counting all of it. */
  readonly seconds: number;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** Catalogs are small: whoever waits longer waits for a lock. */
const begin = `BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET LOCAL statement_timeout = '15s'; SET LOCAL lock_timeout = '2s'; SET LOCAL idle_in_transaction_session_timeout = '60s'; SET LOCAL row_security = off`;

/** Measures requests in one read-only transaction; a failure is a `UserError` that names no password. */
export async function measureAll(requests: readonly Request[], { address, root, seconds, now, signal }: Measuring): Promise<readonly Measured[]> {
  const from = join(root, 'package.json');
  requirePackage('pg', from, 'a server is spoken to with it');
  let session: Session | null = null;
  const end = () => void session?.end();
  try {
    session = await openSession(address.config, fromFor('pg', from));
    signal.addEventListener('abort', end);
    const { failure } = await session.run(begin);
    if (failure) throw new Error(failure.message);
    const until = performance.now() + seconds * 1000;
    const all: Measured[] = [];
    for (const request of requests) all.push(await measure(session, request, now, () => until - performance.now()));
    await session.run('ROLLBACK');
    return all;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UserError(`--database-url: the database cannot be asked: ${withoutPasswords(message, address.secrets)}`, { cause: error });
  } finally {
    signal.removeEventListener('abort', end);
    await session?.end();
  }
} // prettier-ignore
