import type { Database } from '../engine/database.ts';
import type { Engine } from '../engine/engine.ts';
import { packageOf } from '../engine/pglite/extensions.ts';
import { replacePlaceholders } from '../sql/placeholders.ts';
import type { Migration, Operation } from '../types.ts';
import type { Stumble } from './perform.ts';

/** Where it failed. */
interface At {
  readonly engine: Engine;
  readonly database: Database;
}

/** In words, what a failure lacks that no migration is to make; null for all others. `text`: the migration's, which may make it itself. */
export async function obstacleIn({ piece, failure: { code, message } }: Stumble, { engine, database }: At, text: string): Promise<string | null> {
  if (code === '42601' && piece) {
    const [placeholder] = replacePlaceholders(piece.sql).placeholders;
    if (placeholder) return `nobody says what ${placeholder.written} stands for: ${message} (${code})`;
  }
  if ((code === '0A000' || code === '58P01') && message.includes('extension'))
    return `${message} (${code}). ${installHint(engine, nameIn(message))}Where the migrations can do without it: "test": { "stubExtensions": ["${nameIn(message)}"] }`;
  if (code === '58P01' && /^could not (?:load library|access file)/.test(message))
    return `${message.split('\n', 1)[0]} (${code}). ${engine.name === 'pglite' ? 'PGlite has no such library: --engine postgres may' : 'This server has no such library'}`;
  if (code === '42704' && message.startsWith('role '))
    return `${message} (${code}). What the host makes is made first by "test": { "setup": ["CREATE ROLE ${nameIn(message)}"] }`;
  const schema = schemaIn(message);
  if (schema === null || !isUnknown.has(code) || makesSchema(text, schema)) return null;
  const [found] = await database.rows(`SELECT 1 AS found FROM pg_namespace WHERE nspname = '${schema.replaceAll("'", "''")}'`);
  return found ? null : `${message} (${code}). ${setupHint}`;
} // prettier-ignore

function installHint({ name }: Engine, extension: string): string {
  const found = name === 'pglite' ? packageOf(extension) : null;
  return found === null ? '' : `PGlite has it in a package: npm install --save-dev ${found}. `;
}

/** How to make what no migration makes. */
export const setupHint =
  'What the application or its host makes, and no migration does, is made first by "test": { "setup": ["CREATE …"] }, or a .sql file there';

/** Undefined table, schema, function and object (manual, "PostgreSQL Error Codes"). */
export const isUnknown: ReadonlySet<string> = new Set(['42P01', '3F000', '42883', '42704']);

const nameIn = (message: string) => /"([^"]*)"/.exec(message)?.[1] ?? '…';

/** The schema that a message names: `schema "auth" does not exist`, `relation "auth.users" …`, `function auth.uid() …`. */
function schemaIn(message: string): string | null {
  const [, alone, qualified] = /^schema "([^"]+)"|^\w+ "?(\w+)\.\w/.exec(message) ?? [];
  return alone ?? qualified ?? null;
}

function makesSchema(text: string, schema: string): boolean {
  return Array.from(text.matchAll(/create\s+schema\s+(?:if\s+not\s+exists\s+)?"?([^\s";]+)/gi), ([, name]) => name?.toLowerCase()).includes(schema.toLowerCase());
} // prettier-ignore

/** On a server that others use nothing may happen outside the trial's own database: in words what would; null for nothing. */
export function reachesBeyond({ sections, words, text }: Migration, { isShared }: Engine): string | null {
  if (!isShared) return null;
  const wide = sections.flatMap(({ statements }) => statements.flatMap(({ operations }) => operations)).find(isWide);
  const what = wide ? words(wide.range).split('\n', 1)[0] : (heads.exec(text) ?? calls.exec(text))?.[0];
  if (what === undefined) return null;
  return `it reaches beyond its own database (${what}), which a server that others use must not be tried with: --engine pglite or --engine postgres`;
} // prettier-ignore

/** Statements about what all databases share, also where they stand in the text of another one. */
const heads =
  /\b(?:(?:create|alter|drop|comment\s+on|security\s+label\s+on)\s+(?:role|user(?!\s+mapping)|group|database|tablespace|subscription|system)\b|(?:grant|revoke)\s+(?:admin\s+option\s+for\s+)?["\w]+(?:\s*,\s*["\w]+)*\s+(?:to|from)\b)/i;

/** Functions that reach other sessions, other servers, or the server's files. */
const calls =
  /\b(?:pg_(?:terminate|cancel)_backend|pg_reload_conf|pg_rotate_logfile|pg_promote|pg_switch_wal|pg_\w+_replication_slot|pg_file_write|lo_(?:im|ex)port|dblink\w*|(?:to|from)\s+program\s+')/i;

const objects = /^(?:database|tablespace|role|subscription)$/;
const commands = /^(?:ALTER SYSTEM|ALTER ROLE|ALTER DATABASE|CHECKPOINT|LOAD|REASSIGN)/;

function isWide(operation: Operation): boolean {
  if ('object' in operation && objects.test(operation.object)) return true;
  if (operation.kind === 'other') return commands.test(operation.tag);
  return operation.kind === 'destroy' || operation.kind === 'unverifiable';
}
