import type { Arguments } from '../commands/command.ts';
import { UserError } from '../errors.ts';
import { readServerUrl, type ServerUrl } from '../engine/postgres/url.ts';

/** What `exec` was asked for. */
export interface ExecOptions {
  readonly files: readonly string[];
  readonly url: string;
  readonly server: ServerUrl;
  readonly config: string | null;
  /** Where the backup goes; null for none. */
  readonly backup: string | null;
  readonly isDry: boolean;
  /** In PostgreSQL's words. */
  readonly lockTimeout: string;
  /** Null: as the statements want it. */
  readonly statementTimeout: string | null;
  readonly colour: boolean | null;
}

/** Reads the arguments. What is wrong is a `UserError` that repeats no URL: it may hold a password. */
export function readExecOptions({ operands, options }: Arguments): ExecOptions {
  const last = (name: string) => options.get(name)?.at(-1) ?? null;
  const url = last('database-url');
  if (operands.some((operand) => /^\w+:\/\//.test(operand))) throw new UserError('a URL is no migration: it is given by --database-url <url>');
  if (url === null) throw new UserError('--database-url <url> is needed: the database to run on, such as postgres://app@localhost:5432/shop');
  const [isDry, backup] = [options.has('dry-run'), last('backup')];
  if (isDry && backup !== null) throw new UserError('--backup: a dry run changes nothing that would need one');
  return {
    files: operands,
    url,
    server: serverOf(url),
    config: last('config'),
    backup,
    isDry,
    lockTimeout: duration('lock-timeout', last('lock-timeout')) ?? '5s',
    statementTimeout: duration('statement-timeout', last('statement-timeout')),
    colour: options.has('no-color') ? false : options.has('color') ? true : null,
  };
} // prettier-ignore

const known = ['host', 'sslmode'];

function serverOf(url: string): ServerUrl {
  const server = readServerUrl(url);
  if (server.database === '') throw new UserError('--database-url: names no database; it looks like postgres://app@localhost:5432/shop');
  const stranger = server.parameters.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new UserError(`--database-url: the parameter ${stranger} is not known here; ${known.join(' and ')} are`);
  return server;
} // prettier-ignore

/** A number without a unit would be milliseconds, which nobody means. */
function duration(option: string, value: string | null): string | null {
  if (value === null || /^(?:0|\d{1,6}(?:ms|s|min|h))$/.test(value)) return value;
  throw new UserError(`--${option} ${value}: is no duration; it looks like 500ms, 5s, 10min, 1h or, for no limit, 0`);
}
