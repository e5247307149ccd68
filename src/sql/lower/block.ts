import type { Range } from '../../types.ts';
import { tokenize } from '../tokens.ts';
import { emptyAt, intoNames, type Reader, readUntil, sign, slice, text, word } from './block-reader.ts';

/** A piece of a PL/pgSQL body; ranges are offsets of the body's text. PostgreSQL 18, chapter 41. */
export type Step =
  | { readonly kind: 'sql'; readonly range: Range; readonly into: readonly string[] }
  | { readonly kind: 'evaluate'; readonly range: Range; readonly variable: string | null }
  | { readonly kind: 'execute'; readonly range: Range }
  | { readonly kind: 'branch'; readonly branches: readonly Branch[] }
  | { readonly kind: 'loop'; readonly over: 'query' | 'execute' | 'expression'; readonly range: Range; readonly body: readonly Step[] }
  | { readonly kind: 'block'; readonly body: readonly Step[]; readonly handlers: readonly Handler[] }
  | { readonly kind: 'leave' }
  | { readonly kind: 'raise' }; // prettier-ignore

/** One arm of IF or CASE; the last one may have no condition. */
export interface Branch {
  readonly condition: Range | null;
  readonly body: readonly Step[];
}

/** One WHEN of an EXCEPTION part: conditions folded, SQLSTATE codes as they are. */
interface Handler {
  readonly conditions: readonly string[];
  readonly body: readonly Step[];
}

/** Reads a PL/pgSQL body as PostgreSQL's own reader finds its pieces; what is out of place is passed over, never an error. */
export function readBlock(text: string): Step[] {
  const reader: Reader = { text, tokens: tokenize(text), at: 0 };
  const steps: Step[] = [];
  while (reader.at < reader.tokens.length) {
    const before = reader.at;
    steps.push(...readSteps(reader));
    // A stray END or ELSE would stop the reading: the rest is read all the same.
    if (reader.at === before) reader.at++;
  }
  return steps;
}

const ends: ReadonlySet<string> = new Set(['END', 'ELSE', 'ELSIF', 'ELSEIF', 'EXCEPTION', 'WHEN']);

function readSteps(reader: Reader): Step[] {
  const steps: Step[] = [];
  while (reader.at < reader.tokens.length && !ends.has(word(reader))) steps.push(...readStep(reader));
  return steps;
}

function readStep(reader: Reader): Step[] {
  switch (word(reader)) {
    case '':
      return isAssignment(reader) ? [readAssignment(reader)] : readSign(reader);
    case 'DECLARE':
    case 'BEGIN':
      return [readNested(reader)];
    case 'IF':
      return [readBranches(reader, 'THEN')];
    case 'CASE':
      reader.at++;
      readUntil(reader, ['WHEN']);
      return [readBranches(reader, 'THEN')];
    case 'LOOP':
    case 'WHILE':
    case 'FOR':
    case 'FOREACH':
      return [readLoop(reader)];
    case 'EXECUTE':
      return [readExecute(reader)];
    default:
      return isAssignment(reader) ? [readAssignment(reader)] : readSimple(reader);
  }
}

/** Labels (`<<name>>`) and stray signs. */
function readSign(reader: Reader): Step[] {
  if (text(reader) === '<<') while (reader.at < reader.tokens.length && text(reader) !== '>>') reader.at++;
  reader.at++;
  return [];
}

function readSimple(reader: Reader): Step[] {
  const first = word(reader);
  if (first === 'PERFORM') {
    reader.at++;
    return [{ kind: 'evaluate', range: readUntil(reader, []), variable: null }];
  }
  if (first === 'RETURN') return readReturn(reader);
  if (first === 'OPEN') return readOpen(reader);
  if (first === 'RAISE') {
    const range = readUntil(reader, []);
    const level = /^raise\s+(debug|log|info|notice|warning)\b/i.exec(reader.text.slice(...range));
    return level ? [] : [{ kind: 'raise' }];
  }
  if (first === 'EXIT' || first === 'CONTINUE') {
    const range = readUntil(reader, []);
    return /\swhen\s/i.test(reader.text.slice(...range)) ? [] : [{ kind: 'leave' }];
  }
  const skipped = ['NULL', 'GET', 'FETCH', 'MOVE', 'CLOSE', 'ASSERT'].includes(first);
  const from = reader.at;
  const range = readUntil(reader, []);
  return skipped ? [] : [{ kind: 'sql', range, into: intoNames(reader, from) }];
}

function readReturn(reader: Reader): Step[] {
  reader.at++;
  if (word(reader) === 'QUERY') {
    reader.at++;
    if (word(reader) === 'EXECUTE') return [readExecute(reader)];
    return [{ kind: 'sql', range: readUntil(reader, []), into: [] }];
  }
  const next = word(reader) === 'NEXT';
  if (next) reader.at++;
  const range = readUntil(reader, []);
  const value: Step[] = range[1] > range[0] ? [{ kind: 'evaluate', range, variable: null }] : [];
  return next ? value : [...value, { kind: 'leave' }];
}

/** `OPEN cursor FOR query` and `OPEN cursor FOR EXECUTE text`. */
function readOpen(reader: Reader): Step[] {
  readUntil(reader, ['FOR']);
  if (word(reader, -1) !== 'FOR') return [];
  if (word(reader) === 'EXECUTE') return [readExecute(reader)];
  return [{ kind: 'sql', range: readUntil(reader, []), into: [] }];
}

function readExecute(reader: Reader): Step {
  reader.at++;
  const range = readUntil(reader, ['USING', 'INTO', 'LOOP'], false);
  if (word(reader) !== 'LOOP' && sign(reader, -1) !== ';') readUntil(reader, ['LOOP'], false);
  return { kind: 'execute', range };
}

/** Every arm up to END; behind `word` follows the arm's body. */
function readBranches(reader: Reader, then: string): Step {
  const branches: Branch[] = [];
  // The reader stands on IF; a CASE's has passed its first WHEN.
  if (word(reader) === 'IF') reader.at++;
  branches.push({ condition: readUntil(reader, [then]), body: readSteps(reader) });
  for (let next = word(reader); next !== '' && next !== 'END' && next !== 'EXCEPTION'; next = word(reader)) {
    reader.at++;
    const condition = next === 'ELSE' ? null : readUntil(reader, [then]);
    branches.push({ condition, body: readSteps(reader) });
  }
  readEnd(reader);
  return { kind: 'branch', branches };
}

function readLoop(reader: Reader): Step {
  const first = word(reader);
  reader.at++;
  let over: 'query' | 'execute' | 'expression' = 'expression';
  if (first === 'FOR') {
    readUntil(reader, ['IN']);
    if (word(reader) === 'EXECUTE') over = 'execute';
    else if (['SELECT', 'WITH', 'INSERT', 'UPDATE', 'DELETE', 'VALUES', 'TABLE', 'MERGE'].includes(word(reader)) || sign(reader) === '(') over = 'query'; // prettier-ignore
    if (over === 'execute') reader.at++;
  }
  const range = first === 'LOOP' ? emptyAt(reader) : readUntil(reader, ['LOOP']);
  const body = readSteps(reader);
  readEnd(reader);
  return { kind: 'loop', over, range, body };
}

function readNested(reader: Reader): Step {
  const declared: Step[] = [];
  if (word(reader) === 'DECLARE') {
    reader.at++;
    while (reader.at < reader.tokens.length && word(reader) !== 'BEGIN') declared.push(...readDeclaration(reader));
  }
  reader.at++;
  const body = [...declared, ...readSteps(reader)];
  const handlers: Handler[] = [];
  if (word(reader) === 'EXCEPTION') {
    reader.at++;
    while (word(reader) === 'WHEN') handlers.push(readHandler(reader));
  }
  readEnd(reader);
  return { kind: 'block', body, handlers };
}

/** A variable with its first value, which is an assignment like any other. */
function readDeclaration(reader: Reader): Step[] {
  const variable = text(reader);
  reader.at++;
  const from = reader.at;
  const [, end] = readUntil(reader, []);
  for (let index = from; index < reader.at; index++) {
    const sign = slice(reader, index);
    if (sign !== ':=' && sign !== '=' && sign.toUpperCase() !== 'DEFAULT') continue;
    const range: Range = [reader.tokens[index + 1]?.start ?? end, end];
    return [{ kind: 'evaluate', range, variable: variable.toLowerCase() }];
  }
  return [];
}

function readHandler(reader: Reader): Handler {
  reader.at++;
  const written = reader.text.slice(...readUntil(reader, ['THEN']));
  const conditions = written.split(/\s+or\s+/i).map((part) => part.trim().replace(/^sqlstate\s*'?([^']*)'?$/i, '$1').toLowerCase()); // prettier-ignore
  return { conditions, body: readSteps(reader) };
}

/** `END [IF | LOOP | CASE] [label] ;` */
function readEnd(reader: Reader): void {
  if (word(reader) === 'END') readUntil(reader, []);
}

/** `name`, `name.field` or `name[1]`, then `:=` or `=`. */
function isAssignment(reader: Reader): boolean {
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'word' && token?.kind !== 'identifier' && token?.kind !== 'parameter') return false;
  for (let index = reader.at + 1, depth = 0; index < reader.tokens.length; index++) {
    const piece = slice(reader, index);
    if (piece === '[') depth++;
    else if (piece === ']') depth--;
    else if (depth === 0 && (piece === ':=' || piece === '=')) return true;
    else if (depth === 0 && piece === '.') index++;
    else if (depth === 0) return false;
  }
  return false;
}

function readAssignment(reader: Reader): Step {
  const simple = [':=', '='].includes(slice(reader, reader.at + 1));
  const variable = simple ? text(reader).toLowerCase() : null;
  while (![':=', '='].includes(text(reader))) reader.at++;
  reader.at++;
  return { kind: 'evaluate', range: readUntil(reader, []), variable };
}
