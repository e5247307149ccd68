import { tokenize } from '../sql/tokens.ts';
import type { Range } from '../types.ts';
import type { Step } from './change.ts';

/** By what a call is made, as the function around it names it. */
export interface By {
  /** What sends: `queryRunner`. */
  readonly sender: string;
  /** The tag of the template, where the framework wants one: `sql`. */
  readonly tag: string;
}

/** How the scripts of a framework send SQL. */
export interface Calls {
  /** A call that sends what may stand inside backticks. */
  readonly call: (text: string, by: By) => string;
  /** The usual names. */
  readonly by: By;
  /** Whether the function must wait for it. */
  readonly isAwaited: boolean;
}

/** A call that is waited for. */
const awaited = (sender: string, call: Calls['call'], tag = ''): Calls => ({
  call: (text, by) => `await ${call(text, by)}`,
  by: { sender, tag },
  isAwaited: true,
});

const query = (text: string, { sender }: By) => `${sender}.query(\`${text}\`)`;

/** The calls of every framework whose migrations are scripts. */
export const scriptCalls = {
  'typeorm': awaited('queryRunner', query),
  // It takes a question mark for a value.
  'knex': awaited('knex', (text, { sender }) => `${sender}.raw(\`${text.replaceAll('?', '\\\\?')}\`)`),
  'kysely': awaited('db', (text, { sender, tag }) => `${tag}\`${text}\`.execute(${sender})`, 'sql'),
  'sequelize': awaited('queryInterface.sequelize', query),
  'umzug': awaited('context.sequelize', query),
  'node-pg-migrate': { call: (text, { sender }) => `${sender}.sql(\`${text}\`)`, by: { sender: 'pgm', tag: '' }, isAwaited: false },
  'mikro-orm': { call: (text, { sender }) => `${sender}.addSql(\`${text}\`)`, by: { sender: 'this', tag: '' }, isAwaited: false },
  'db-migrate': awaited('db', (text, { sender }) => `${sender}.runSql(\`${text}\`)`),
  'slonik': awaited('slonik', (text, { sender, tag }) => `${sender}.query(${tag}\`${text}\`)`, 'sql'),
  'pg': awaited('client', query),
  'postgres-js': awaited('sql', (text, { sender }) => `${sender}.unsafe(\`${text}\`)`),
  'drizzle': awaited('db', (text, { sender, tag }) => `${sender}.execute(${tag}\`${text}\`)`, 'sql'),
  'prisma': awaited('prisma', (text, { sender }) => `${sender}.$executeRawUnsafe(\`${text}\`)`),
} as const satisfies Readonly<Record<string, Calls>>; // prettier-ignore

/** How calls stand in a function. */
export interface Manner {
  readonly calls: Calls;
  readonly by?: By;
  /** The depth of the function's body. */
  readonly indent: string;
  /** One step deeper. */
  readonly unit?: string;
  /** What ends a call. */
  readonly end?: string;
}

/** A call for each step, each on lines of its own; of one without SQL only what is noted. */
export function callsText(
  steps: readonly Step[],
  { calls, by = calls.by, indent, unit = '  ', end = ';' }: Manner,
): string {
  const lines = steps.map(({ sql, notes = [] }) => {
    const remarks = notes.map((note) => `${indent}// ${note}\n`).join('');
    return sql === '' ? remarks : `${remarks}${indent}${calls.call(quoted(indented(sql, indent + unit)), by)}${end}\n`;
  });
  return lines.join('');
}

/** SQL inside backticks, which take a carriage return only as an escape. */
const quoted = (sql: string) =>
  sql
    .replace(/[\\`]|\$(?=\{)/g, '\\$&')
    .replaceAll('\r', '\\r')
    .replace(/;$/, '');

/** Lines that are moved below the call, but not what stands in quotes: that is data. */
function indented(text: string, indent: string): string {
  if (!/[\r\n]/.test(text)) return text;
  const sql = text.includes('\r') ? text.replaceAll(/\r\n?/g, codeOf(text, '\n')) : text;
  const isCode = inCode(sql);
  const lines = [...sql.matchAll(/\n([^\S\r\n]*)(?=\S)/g)].flatMap(({ index, 1: depth = '' }) => (isCode(index) ? [depth] : []));
  const common = commonStart(lines);
  // Words of another script are as deep as they stood there.
  const before = common.length >= 4 || common.includes('\t') ? common : '';
  return sql.replaceAll(/\n([^\S\r\n]*)/g, (whole, depth: string, at: number) =>
    isCode(at) ? `\n${indent}${depth.startsWith(before) ? depth.slice(before.length) : depth}` : whole,
  );
} // prettier-ignore

/** Whether an offset of a text is in no quotes. */
function inCode(sql: string): (at: number) => boolean {
  const kept = quotesIn(sql, [0, sql.length]);
  return (at) => !kept.some(([from, to]) => from <= at && at < to);
}

/** Replaces what is found by a word where it stands in no quotes. */
function codeOf(sql: string, word: string): (found: string, at: number) => string {
  const isCode = inCode(sql);
  return (found, at) => (isCode(at) ? word : found);
}

/** What all texts begin with. */
function commonStart(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  let length = first.length;
  while (others.some((each) => !each.startsWith(first.slice(0, length)))) length--;
  return first.slice(0, length);
}

/** What is quoted; a block that a DO statement runs is code. */
function quotesIn(sql: string, range: Range): readonly Range[] {
  const tokens = tokenize(sql, range);
  const runs = /^DO\b/i.test(sql.slice(tokens[0]?.start));
  return tokens.flatMap(({ start, end }): readonly Range[] => {
    const text = sql.slice(start, end);
    const tag = (runs ? /^\$\w*\$/.exec(text)?.[0] : undefined) ?? '';
    return tag !== '' && text.endsWith(tag) ? quotesIn(sql, [start + tag.length, end - tag.length]) : [[start, end]];
  });
}
