import type { ClientConfig } from 'pg';
import { UserError } from '../errors.ts';

/** How a database is reached, for the package `pg` and for PostgreSQL's own programs. */
export interface Address {
  readonly config: ClientConfig;
  /** The environment variables of libpq (https://www.postgresql.org/docs/current/libpq-envars.html). */
  readonly variables: Readonly<Record<string, string>>;
  readonly url: string;
  /** What no message of a server or a program may show. */
  readonly secrets: readonly string[];
}

const looksLike = 'it looks like postgres://user@host:5432/database';

/** Reads the value of `--database-url`; a message names none of it. */
export function addressOf(url: string): Address {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new UserError(`--database-url: is no URL; ${looksLike}`);
  }
  const { protocol, pathname, searchParams, username, hostname } = parsed;
  if (!/^postgres(?:ql)?:$/.test(protocol)) throw new UserError('--database-url: must begin with postgres://');
  const database = decoded(pathname.slice(1));
  if (database === '') throw new UserError(`--database-url: names no database; ${looksLike}`);
  const host = searchParams.get('host') ?? (decoded(hostname).replace(/^\[|\]$/g, '') || 'localhost');
  const [port, user, password] = [parsed.port || '5432', decoded(username) || 'postgres', decoded(parsed.password)];
  const mode = searchParams.get('sslmode') ?? 'disable';
  return {
    config: {
      host,
      port: Number(port),
      user,
      database,
      ...(password === '' ? {} : { password }),
      ...(mode === 'disable' || mode === 'prefer' ? {} : { ssl: { rejectUnauthorized: mode.startsWith('verify') } }),
      connectionTimeoutMillis: 10_000,
    },
    variables: {
      PGHOST: host,
      PGPORT: port,
      PGUSER: user,
      PGDATABASE: database,
      ...(password === '' ? {} : { PGPASSWORD: password }),
      ...(searchParams.has('sslmode') ? { PGSSLMODE: mode } : {}),
    },
    url,
    secrets: [url, ...(parsed.password === '' ? [] : [parsed.password, password])],
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
