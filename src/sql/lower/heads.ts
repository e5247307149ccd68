import type { ObjectType, Operation } from '../../operation.ts';
import type { Name, Range } from '../../types.ts';
import { foldIdentifier, type Token } from '../tokens.ts';
import { base, type Frame, punctuationAt, span, wordAt } from './frame.ts';
import { bare } from './names.ts';

/**
 * The destructive statements in a text that the grammar refuses, read from their first words:
 * at its beginning, on a new line, behind `;` or `(`, and behind the words that a statement may follow in a block;
 * `anywhere` in a block whose own words are broken.
 */
export function readHeads(frame: Frame, anywhere = false): Operation[] {
  const operations: Operation[] = [];
  for (let index = 0; index < frame.tokens.length; index++) {
    const reader = readers.get(wordAt(frame, index));
    if (reader && (anywhere || mayBegin(frame, index))) operations.push(...reader(frame, index));
  }
  return operations;
}

const before: ReadonlySet<string> = new Set([
  'BEGIN',
  'THEN',
  'ELSE',
  'LOOP',
  'AS',
  'DO',
  'ANALYZE',
  'COMMIT',
  'EXECUTE',
]);

function mayBegin(frame: Frame, index: number): boolean {
  if (index === 0 || before.has(wordAt(frame, index - 1))) return true;
  const sign = punctuationAt(frame, index - 1);
  if (sign === ';' || sign === '(') return true;
  const between = frame.source.text.slice(frame.tokens[index - 1]?.end, frame.tokens[index]?.start);
  return /[\r\n]/.test(between);
}

const readers: ReadonlyMap<string, (frame: Frame, at: number) => Operation[]> = new Map([
  ['DROP', readDrop],
  ['TRUNCATE', readTruncate],
  ['DELETE', readDelete],
  ['UPDATE', readUpdate],
  ['ALTER', readAlterTable],
]);

const objects: readonly ObjectType[] = [
  'materialized view', 'foreign table', 'foreign data wrapper', 'event trigger', 'text search configuration', 'database', 'schema', 'table',
  'view', 'index', 'sequence', 'type', 'domain', 'extension', 'function', 'procedure', 'server', 'publication', 'subscription', 'tablespace',
  'role',
]; // prettier-ignore

function readDrop(frame: Frame, at: number): Operation[] {
  if (wordAt(frame, at + 1) === 'OWNED') {
    const { names, last } = readNames(frame, at + 3);
    return [{ kind: 'destroy', ...base(frame, span(frame, at, last), 'unneeded'), what: 'owned objects', name: names.map(({ name }) => name).join(', ') }]; // prettier-ignore
  }
  const object = objects.find((type) => type.toUpperCase().split(' ').every((word, offset) => wordAt(frame, at + 1 + offset) === word)); // prettier-ignore
  if (!object) return [];
  let next = at + 1 + object.split(' ').length;
  const concurrently = wordAt(frame, next) === 'CONCURRENTLY';
  if (concurrently) next++;
  const ifExists = wordAt(frame, next) === 'IF' && wordAt(frame, next + 1) === 'EXISTS';
  const { names, last } = readNames(frame, ifExists ? next + 2 : next);
  const cascade = hasWord(frame, 'CASCADE', last + 1, statementEnd(frame, last + 1));
  const guard = ifExists ? 'present' : 'absent';
  return [{ kind: 'drop', ...base(frame, span(frame, at, last), guard), object, names, table: null, ifExists, cascade, concurrently }]; // prettier-ignore
}

function readTruncate(frame: Frame, at: number): Operation[] {
  let next = at + 1;
  while (['TABLE', 'ONLY'].includes(wordAt(frame, next))) next++;
  if (wordAt(frame, next) === 'ON') return [];
  const { names, last } = readNames(frame, next);
  const end = statementEnd(frame, last + 1);
  return [
    {
      kind: 'truncate',
      ...base(frame, span(frame, at, last), 'unneeded'),
      tables: names,
      cascade: hasWord(frame, 'CASCADE', last + 1, end),
      restartIdentity: hasWord(frame, 'RESTART', last + 1, end),
    },
  ];
}

function readDelete(frame: Frame, at: number): Operation[] {
  if (wordAt(frame, at + 1) !== 'FROM') return [];
  const { names, last } = readNames(frame, wordAt(frame, at + 2) === 'ONLY' ? at + 3 : at + 2);
  const scoped = hasWord(frame, 'WHERE', last + 1, statementEnd(frame, last + 1) - 1);
  const scope = { reach: scoped ? ('some' as const) : ('all' as const), where: null };
  return [{ kind: 'delete', ...base(frame, span(frame, at, at), 'unneeded'), table: names[0] ?? bare(''), scope }];
}

function readUpdate(frame: Frame, at: number): Operation[] {
  const { names, last } = readNames(frame, wordAt(frame, at + 1) === 'ONLY' ? at + 2 : at + 1);
  const end = statementEnd(frame, last + 1);
  const [table] = names;
  if (!table || !hasWord(frame, 'SET', last + 1, Math.min(end, last + 4))) return [];
  const scoped = hasWord(frame, 'WHERE', last + 1, end - 1);
  const scope = { reach: scoped ? ('some' as const) : ('all' as const), where: null };
  return [
    { kind: 'update', ...base(frame, span(frame, at, at), 'unneeded'), table, columns: [], scope, relative: false },
  ];
}

const notColumns: ReadonlySet<string> = new Set(['CONSTRAINT', 'NOT', 'DEFAULT', 'EXPRESSION', 'IDENTITY']);

/** Each `DROP [COLUMN] name` of an ALTER TABLE. */
function readAlterTable(frame: Frame, at: number): Operation[] {
  if (wordAt(frame, at + 1) !== 'TABLE') return [];
  let next = at + 2;
  while (['IF', 'EXISTS', 'ONLY'].includes(wordAt(frame, next))) next++;
  const { names, last } = readNames(frame, next, true);
  const end = statementEnd(frame, last + 1);
  const operations: Operation[] = [];
  for (let index = last + 1; index < end; index++) {
    if (wordAt(frame, index) !== 'DROP' || notColumns.has(wordAt(frame, index + 1))) continue;
    const column = index + (wordAt(frame, index + 1) === 'COLUMN' ? 2 : 1);
    const ifExists = wordAt(frame, column) === 'IF';
    const name = frame.tokens[ifExists ? column + 2 : column];
    if (!isNameToken(name) || !names[0]) continue;
    const range: Range = [frame.tokens[index]?.start ?? 0, name.end];
    const guard = ifExists ? 'present' : 'absent';
    operations.push({ kind: 'drop-column', ...base(frame, range, guard), object: 'table', table: names[0], column: foldIdentifier(frame.source.text, name), ifExists, cascade: false }); // prettier-ignore
  }
  return operations;
}

/** A name that cannot be read is still one: no rule may take the statement for empty. */
const unreadable: Name = { schema: null, name: '…' };

/** Dotted names with commas between them, and the index of their last token. */
function readNames(frame: Frame, from: number, one = false): { names: Name[]; last: number } {
  const names: Name[] = [];
  let last = from - 1;
  for (let next = from; isNameToken(frame.tokens[next]); next = last + 2) {
    const parts: string[] = [];
    for (last = next; ; last += 2) {
      const token = frame.tokens[last];
      if (isNameToken(token)) parts.push(foldIdentifier(frame.source.text, token));
      if (punctuationAt(frame, last + 1) !== '.' || !isNameToken(frame.tokens[last + 2])) break;
    }
    names.push({ schema: parts.at(-2) ?? null, name: parts.at(-1) ?? '' });
    if (one || punctuationAt(frame, last + 1) !== ',') break;
  }
  return { names: names.length > 0 ? names : [unreadable], last: Math.max(last, from - 1) };
}

function isNameToken(token: Token | undefined): token is Token {
  return token?.kind === 'word' || token?.kind === 'identifier';
}

/** Where a statement ends as far as words tell: at `;`, at the next destructive head, or with the text. */
function statementEnd(frame: Frame, from: number): number {
  for (let index = from; index < frame.tokens.length; index++) {
    if (punctuationAt(frame, index) === ';') return index;
    if (index > from && readers.has(wordAt(frame, index)) && mayBegin(frame, index)) return index;
  }
  return frame.tokens.length;
}

/** Whether a word stands between two tokens. */
function hasWord(frame: Frame, word: string, from: number, end: number): boolean {
  for (let index = from; index < end; index++) if (wordAt(frame, index) === word) return true;
  return false;
}
