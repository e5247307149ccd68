import { createRequire } from 'node:module';
import type { Client, ClientConfig } from 'pg';
import type { Answer } from '../database.ts';
import { databaseLost, readFailure } from '../failure.ts';
import { noticeList } from '../notices.ts';
import type { ServerTarget } from './script-worker.ts';
import { selectResult, selectText } from '../select.ts';

/** One session of a server. */
export interface Session {
  run(sql: string): Promise<Answer>;
  rows<Row extends object>(select: string): Promise<readonly Row[]>;
  /** The server's process for it. */
  readonly pid: number;
  /** Whether the server has ended it. */
  isLost(): boolean;
  /** Ends it, also in the middle of a statement. */
  end(): Promise<void>;
}

/** How every client is to reach the server: what the configuration leaves open is as the package `pg` has it. */
export function targetOf(config: ClientConfig, from: string): ServerTarget {
  const { Client: Made } = createRequire(from)('pg') as typeof import('pg');
  const { host, port, user = '', database = '', password, ssl } = new Made(config) as Client & { readonly password?: unknown };
  return { connection: { host, port, user, database, password: typeof password === 'string' ? password : '' }, ssl };
} // prettier-ignore

/** Opens a session with the package `pg`, which is looked for from a file. */
export async function openSession(config: ClientConfig, from: string): Promise<Session> {
  const { Client: Made } = createRequire(from)('pg') as typeof import('pg');
  // Large queries of catalogs are asked often: compiling each costs more than it saves.
  const client = new Made({ ...config, application_name: 'farout-guard', options: '-c jit=off' });
  let lost: string | null = null;
  client.on('error', (error: Error) => (lost ??= error.message));
  client.on('end', () => (lost ??= 'the session has ended'));
  await client.connect();
  const session = {
    isLost: () => lost !== null,
    run: runOn(client, () => lost),
    rows: rowsOn(client, () => lost),
    end: () => client.end().catch(() => {}),
  };
  const [{ pid }] = (await session.rows<{ pid: number }>('SELECT pg_backend_pid() AS pid')) as [{ pid: number }];
  return { ...session, pid };
}

const runOn =
  (client: Client, lost: () => string | null) =>
  async (sql: string): Promise<Answer> => {
    const { notices, onNotice } = noticeList();
    client.on('notice', onNotice);
    try {
      await client.query(sql);
      return { failure: null, notices };
    } catch (error) {
      const failure = lost() === null ? readFailure(error, sql) : null;
      const message = lost() ?? (error instanceof Error ? error.message : String(error));
      return { failure: failure ?? { kind: 'died', code: '', message }, notices };
    } finally {
      client.off('notice', onNotice);
    }
  };

/** Asks a client for rows as `Database.rows` does; `lost` says what ended the session, or null. */
export const rowsOn =
  (client: Client, lost: () => string | null) =>
  async <Row extends object>(select: string) => {
    const answer = await client.query(selectText(select)).catch((error: unknown) => {
      const message = lost();
      throw message === null ? error : databaseLost(message);
    });
    const results = answer as unknown as readonly { rows: readonly unknown[] }[];
    const [row] = (results[selectResult]?.rows ?? []) as [{ readonly found: string }];
    return JSON.parse(row.found) as readonly Row[];
  };
