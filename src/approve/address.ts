import type { ClientConfig } from 'pg';
import { environmentFor, readServerUrl, sslOf } from '../engine/postgres/url.ts';
import { UserError } from '../errors.ts';

/** How a database is reached, for the package `pg` and for PostgreSQL's own programs. */
export interface Address {
  readonly config: ClientConfig;
  /** The environment of such a program. */
  environment(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string | undefined>>;
  readonly url: string;
  /** What no message of a server or a program may show. */
  readonly secrets: readonly string[];
}

/** Reads the value of `--database-url`; a message names none of it. */
export function addressOf(url: string): Address {
  const server = readServerUrl(url);
  const { host, port, user, password, database } = server;
  if (database === '')
    throw new UserError('--database-url: names no database; it looks like postgres://user@host:5432/database');
  return {
    config: {
      host,
      port,
      ...(user === '' ? {} : { user }),
      database,
      ...(password === undefined ? {} : { password }),
      ...sslOf(server),
      connectionTimeoutMillis: 10_000,
    },
    environment: (env) => environmentFor(env, server),
    url,
    secrets: [url, ...(password === undefined ? [] : [password, encodeURIComponent(password), new URL(url).password])],
  };
}
