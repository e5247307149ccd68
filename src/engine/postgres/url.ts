import { UserError } from '../../errors.ts';

/** What a URL says of a server and a database, decoded; what it leaves open is absent, and of names empty. */
export interface ServerUrl {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
  readonly sslmode: string | null;
  /** The names of its parameters. */
  readonly parameters: readonly string[];
}

/** Reads a URL; what is none is a `UserError`, which does not repeat it: it may hold a password. */
export function readServerUrl(url: string): ServerUrl {
  const [parsed, decoded] = [parse(url), decode];
  if (!/^postgres(?:ql)?:$/.test(parsed.protocol)) throw new UserError('--database-url: must begin with postgres://');
  const { searchParams: parameters, hostname, port, username, password, pathname } = parsed;
  return {
    host: parameters.get('host') ?? (decoded(hostname).replace(/^\[|\]$/g, '') || 'localhost'),
    port: Number(port || '5432'),
    user: decoded(username),
    ...(password === '' ? {} : { password: decoded(password) }),
    database: decoded(pathname.slice(1)),
    sslmode: parameters.get('sslmode'),
    parameters: [...parameters.keys()],
  };
}

/** How the package `pg` is told of `sslmode`. */
export function sslOf({ sslmode }: ServerUrl): { readonly ssl?: { readonly rejectUnauthorized: boolean } } {
  const mode = sslmode ?? 'disable';
  return mode === 'disable' || mode === 'prefer' ? {} : { ssl: { rejectUnauthorized: mode.startsWith('verify') } };
}

/** What would have PostgreSQL's programs reach another database than the one that is named. */
const others = new Set(['PGSERVICE', 'PGSERVICEFILE', 'PGHOSTADDR', 'PGOPTIONS', 'PGDATABASE', 'PGTARGETSESSIONATTRS']);

/** The environment for one of PostgreSQL's programs that must reach just this database (https://www.postgresql.org/docs/current/libpq-envars.html). */
export function environmentFor(env: Environment, server: ServerUrl): Environment {
  return { ...Object.fromEntries(Object.entries(env).filter(([name]) => !others.has(name))), ...libpqVariables(server) };
} // prettier-ignore

type Environment = Readonly<Record<string, string | undefined>>;

function libpqVariables({ host, port, user, password, database, sslmode }: ServerUrl): Readonly<Record<string, string>> {
  const mode = sslmode === 'no-verify' ? 'require' : sslmode;
  return {
    PGHOST: host,
    PGPORT: String(port),
    PGDATABASE: database,
    ...(user === '' ? {} : { PGUSER: user }),
    ...(password === undefined ? {} : { PGPASSWORD: password }),
    ...(mode === null ? {} : { PGSSLMODE: mode }),
  };
} // prettier-ignore

const none = '--database-url: is no URL; it looks like postgres://user@localhost:5432/postgres';

function parse(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw new UserError(none);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UserError('--database-url: a % in it must be written %25');
  }
}
