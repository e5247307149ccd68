import type { Failure } from './database.ts';

/** The fields of an error as PostgreSQL's clients for JavaScript give them. */
interface ServerError {
  readonly severity?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly detail?: unknown;
  readonly hint?: unknown;
  readonly position?: unknown;
  readonly where?: unknown;
  readonly schema?: unknown;
  readonly table?: unknown;
  readonly column?: unknown;
  readonly constraint?: unknown;
}

const fields = ['detail', 'hint', 'where', 'schema', 'table', 'column', 'constraint'] as const;

/** Reads an error that a client threw; null for one that is not PostgreSQL's. */
export function readFailure(error: unknown, sql: string): Failure | null {
  if (!(error instanceof Error)) return null;
  const found: ServerError = error;
  const { severity, code, message, position } = found;
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || typeof message !== 'string') return null;
  const given = fields.flatMap((field) => {
    const value = found[field];
    return typeof value === 'string' && value !== '' ? [[field, value] as const] : [];
  });
  const place = Number(position ?? 0);
  const at = place > 0 ? { position: offsetOf(sql, place) } : {};
  const kind = severity === 'FATAL' || severity === 'PANIC' || code.startsWith('57P0') ? 'died' : 'refused';
  return { kind, code, message, ...Object.fromEntries(given), ...at };
}

/** PostgreSQL counts characters from 1: code points, not UTF-16 units. */
function offsetOf(sql: string, place: number): number {
  let offset = 0;
  for (let left = place - 1; left > 0 && offset < sql.length; left--)
    offset += (sql.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return offset;
}

const lostName = 'DatabaseLost';

/** The error of a question that nobody is there to answer any more: the database is gone. */
export function databaseLost(message: string, cause?: Failure): Error {
  return Object.assign(new Error(message, { cause }), { name: lostName });
}

/** Whether an error says that the database is gone. */
export function isLost(error: unknown): error is Error {
  return error instanceof Error && error.name === lostName;
}
