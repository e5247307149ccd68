import { replacePlaceholders } from '../sql/placeholders.ts';
import { tokenize } from '../sql/tokens.ts';
import type { Create, Move, Operation, Rename } from '../types.ts';

/** The operation's words with the clause that PostgreSQL has for it: IF EXISTS, IF NOT EXISTS; null where it has none. */
export function withClause(operation: Operation, words: string): string | null {
  if (operation.kind === 'rename' || operation.kind === 'move') return renamed(operation, words);
  if (operation.guard !== 'absent') return null;
  switch (operation.kind) {
    case 'create':
      return createdOnce(operation, words);
    case 'drop':
      return droppedOnce(words, operation.object.split(' ').length, operation.concurrently);
    case 'add-column':
      return operation.column.constraints.length > 0 ? null : action(words, ['ADD', 'COLUMN'], 'IF NOT EXISTS');
    case 'drop-column':
      return action(words, ['DROP', 'COLUMN'], 'IF EXISTS');
    case 'drop-constraint':
      return afterPair(words, ['DROP', 'CONSTRAINT'], 'IF EXISTS');
    case 'add-enum-value':
      return afterPair(words, ['ADD', 'VALUE'], 'IF NOT EXISTS');
    case 'alter':
      return operation.action === 'drop attribute' ? afterPair(words, ['DROP', 'ATTRIBUTE'], 'IF EXISTS') : null;
    case 'alter-column':
      return `${words} IF EXISTS`;
    default:
      return null;
  }
}

/** `CREATE OR REPLACE …`, where PostgreSQL has that and no IF NOT EXISTS; else null. */
export function withReplace(operation: Operation, words: string): string | null {
  if (operation.kind !== 'create' || operation.guard !== 'absent' || !replaceable.test(operation.object)) return null;
  return afterWords(words, 1, 'OR REPLACE');
}

const replaceable = /^(?:view|function|procedure|trigger|rule|aggregate|language|transform)$/;
const renamable = /^(?:table|view|materialized view|index|sequence|foreign table)$/;

function renamed({ object, ifExists }: Rename | Move, words: string): string | null {
  return ifExists || !renamable.test(object) ? null : afterWords(words, 1 + object.split(' ').length, 'IF EXISTS');
}

/** Behind an index that is built concurrently an invalid one may hide. */
function createdOnce({ object, name, concurrently }: Create, words: string): string | null {
  if (name === null || concurrently || replaceable.test(object) || object === 'user mapping') return null;
  const text = replacePlaceholders(words).text;
  const tokens = tokenize(text);
  if (tokens[0] && text.slice(tokens[0].start, tokens[0].end).toUpperCase() !== 'CREATE') return null;
  let first = tokens.length - 1;
  const isDot = (index: number) => text.slice(tokens[index]?.start, tokens[index]?.end) === '.';
  while (first > 1 && isDot(first - 1)) first -= 2;
  const at = tokens[first]?.start ?? -1;
  return first < 2 || at < 0 ? null : `${words.slice(0, at)}IF NOT EXISTS ${words.slice(at)}`;
}

function droppedOnce(words: string, amount: number, concurrently: boolean): string | null {
  const isLong = wordsOf(words)[1] === 'PROCEDURAL';
  return afterWords(words, 1 + amount + Number(concurrently) + Number(isLong), 'IF EXISTS');
}

/** The first tokens as words in upper case, empty for what is no word. */
function wordsOf(words: string): readonly string[] {
  return tokenize(words).map(({ kind, start, end }) => (kind === 'word' ? words.slice(start, end).toUpperCase() : ''));
}

/** Puts a clause after the first words. */
function afterWords(words: string, amount: number, clause: string): string | null {
  const token = tokenize(words)[amount - 1];
  return token?.kind === 'word' ? insertAfter(words, token.end, clause) : null;
}

function insertAfter(words: string, at: number, clause: string): string {
  return `${words.slice(0, at)} ${clause}${words.slice(at)}`;
}

/** `ADD` may stand without `COLUMN`. */
function action(words: string, [verb, noun]: readonly [string, string], clause: string): string | null {
  const [first, second] = wordsOf(words);
  if (first !== verb) return null;
  return second === noun ? afterWords(words, 2, clause) : afterWords(words, 1, `${noun} ${clause}`);
}

function afterPair(words: string, [verb, noun]: readonly [string, string], clause: string): string | null {
  const found = wordsOf(words);
  const at = found.findIndex((word, index) => word === verb && found[index + 1] === noun);
  return at < 0 ? null : afterWords(words, at + 2, clause);
}
