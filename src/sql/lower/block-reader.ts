import type { Range } from '../../types.ts';
import type { Token } from '../tokens.ts';

/** The reader's place in the body's tokens. */
export interface Reader {
  readonly text: string;
  readonly tokens: readonly Token[];
  at: number;
}

/**
 * Reads to `;` or to one of the words outside parentheses, as PL/pgSQL does, and passes it when `pass` is true.
 * The range is what stands before it.
 */
export function readUntil(reader: Reader, words: readonly string[], pass = true): Range {
  const start = reader.tokens[reader.at]?.start ?? reader.text.length;
  let end = start;
  for (let depth = 0; reader.at < reader.tokens.length; reader.at++) {
    const piece = sign(reader);
    if (piece === '(' || piece === '[') depth++;
    if (piece === ')' || piece === ']') depth--;
    if (depth <= 0 && piece === ';') {
      reader.at++;
      break;
    }
    if (depth <= 0 && words.includes(word(reader))) {
      if (pass) reader.at++;
      break;
    }
    end = reader.tokens[reader.at]?.end ?? end;
  }
  return [start, end];
}

/** The variables behind an INTO that is not INSERT's or MERGE's own. */
export function intoNames(reader: Reader, from: number): string[] {
  const into = intoAt(reader.text, reader.tokens.slice(from, reader.at));
  return into ? into.names : [];
}

/** Finds `INTO [STRICT] a, b` among a statement's tokens; the range covers all of it. */
export function intoAt(source: string, tokens: readonly Token[]): { range: Range; names: string[] } | null {
  const piece = (index: number) => {
    const token = tokens[index];
    return token ? source.slice(token.start, token.end) : '';
  };
  let depth = 0;
  for (let index = 0; index < tokens.length; index++) {
    if (piece(index) === '(') depth++;
    if (piece(index) === ')') depth--;
    const before = piece(index - 1).toUpperCase();
    if (depth > 0 || piece(index).toUpperCase() !== 'INTO' || before === 'INSERT' || before === 'MERGE') continue;
    let last = piece(index + 1).toUpperCase() === 'STRICT' ? index + 2 : index + 1;
    const names = [piece(last)];
    while (piece(last + 1) === '.' || piece(last + 1) === ',') {
      if (piece(last + 1) === ',') names.push(piece(last + 2));
      last += 2;
    }
    return {
      range: [tokens[index]?.start ?? 0, tokens[last]?.end ?? 0],
      names: names.map((name) => name.toLowerCase()),
    };
  }
  return null;
}

/** The empty range at the reader's place. */
export function emptyAt(reader: Reader): Range {
  const start = reader.tokens[reader.at]?.start ?? reader.text.length;
  return [start, start];
}

/** The text of a token, or the empty string. */
export function slice(reader: Reader, index: number): string {
  const token = reader.tokens[index];
  return token ? reader.text.slice(token.start, token.end) : '';
}

/** The text of the token at the reader's place. */
export function text(reader: Reader): string {
  return slice(reader, reader.at);
}

/** The upper-case word at the reader's place, or the empty string for any other token. */
export function word(reader: Reader, offset = 0): string {
  const token = reader.tokens[reader.at + offset];
  return token?.kind === 'word' ? reader.text.slice(token.start, token.end).toUpperCase() : '';
}

/** The punctuation at the reader's place, or the empty string. */
export function sign(reader: Reader, offset = 0): string {
  const token = reader.tokens[reader.at + offset];
  return token?.kind === 'punctuation' ? reader.text.slice(token.start, token.end) : '';
}
