import { createRequire } from 'node:module';
import type { Client, ClientConfig } from 'pg';
import type { Answer, Database } from '../engine/database.ts';
import { readFailure } from '../engine/failure.ts';
import { noticeList } from '../engine/notices.ts';
import { rowsOn } from '../engine/postgres/client.ts';

/** A session on the database that a migration is for. */
export interface ExecSession extends Database {
  /** Sends one statement; a text that PostgreSQL reads as several is refused, whatever we have read. */
  run(sql: string): Promise<Answer>;
  /** Whether a transaction is open, as the server said last: `I` none, `T` one, `E` one that has failed. */
  status(): string;
  /** The schemas that names without one mean now, in the order in which they are looked through. */
  schemas(): Promise<readonly string[]>;
  readonly pid: number;
  readonly versionText: string;
  isLost(): boolean;
  end(): Promise<void>;
}

/** PostgreSQL reads no more than one statement in this protocol. */
const single = { queryMode: 'extended' };

/** Opens a session with the package `pg`, which is looked for from a file; the error of one that cannot be opened is the client's. */
export async function openExecSession(config: ClientConfig, from: string): Promise<ExecSession> {
  const { Client: Made } = createRequire(from)('pg') as typeof import('pg');
  const client = new Made({ ...config, application_name: 'farout-guard exec' });
  let [lost, status] = [null as string | null, 'I'];
  client.on('error', (error: Error) => (lost ??= error.message));
  client.on('end', () => (lost ??= 'the session has ended'));
  const { connection } = client as unknown as { connection: { on(event: string, act: (ready: { status?: string }) => void): void } };
  connection.on('readyForQuery', (ready) => (status = ready.status ?? status));
  await client.connect();
  const { rows: [known] } = await client.query<{ pid: number; number: string; name: string }>(
    "SELECT pg_backend_pid() AS pid, current_setting('server_version_num') AS number, current_setting('server_version') AS name",
  );
  return {
    run: (sql) => send(client, sql, () => lost),
    rows: rowsOn(client, () => lost),
    status: () => status,
    schemas: async () => (await client.query<{ names: string[] }>('SELECT pg_catalog.current_schemas(true)::pg_catalog.text[] AS names')).rows[0]?.names ?? [],
    pid: known?.pid ?? 0,
    version: Math.floor(Number(known?.number ?? 0) / 10_000),
    versionText: known?.name.split(' ', 1)[0] ?? '',
    isLost: () => lost !== null,
    end: () => client.end().catch(() => {}),
  };
} // prettier-ignore

async function send(client: Client, text: string, lost: () => string | null): Promise<Answer> {
  const { notices, onNotice } = noticeList();
  client.on('notice', onNotice);
  try {
    await client.query({ ...single, text } as { text: string });
    return { failure: null, notices };
  } catch (error) {
    const message = lost() ?? (error instanceof Error ? error.message : String(error));
    return { failure: readFailure(error, text) ?? { kind: 'died', code: '', message }, notices };
  } finally {
    client.off('notice', onNotice);
  }
}
