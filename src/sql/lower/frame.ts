import type { Context, Guard, Operation, OperationBase } from '../../operation.ts';
import type { Name, Range } from '../../types.ts';
import { byteOffsets } from '../byte-offsets.ts';
import type { MappedText } from '../position-map.ts';
import { foldIdentifier, type Token, tokenize } from '../tokens.ts';
import type { TextPart } from './constant-text.ts';

/** What earlier statements of the migration left behind that decides what a later one does. */
export interface World {
  /** PostgreSQL's major version. */
  readonly postgres: number;
  /** What the functions and procedures created so far do when they run, by name without schema. */
  readonly functions: Map<string, () => readonly Operation[]>;
  /** What the statements prepared so far do. */
  readonly prepared: Map<string, readonly Operation[]>;
  /** How many texts that EXECUTE or DO runs lie around this one. */
  readonly depth: number;
}

/** One statement while it is lowered: its text, where that stands in the file, and what surrounds it. */
export interface Frame {
  readonly source: MappedText;
  readonly tokens: readonly Token[];
  /** Turns the parser's UTF-8 byte positions into UTF-16 offsets of the statement's text. */
  readonly utf16: (byte: number) => number;
  readonly context: Context;
  /** PL/pgSQL variables that hold one known text. */
  readonly variables: ReadonlyMap<string, readonly TextPart[]>;
  readonly world: World;
}

/** How deep EXECUTE and DO may stand in each other; nobody writes such, and every level reads the text again. */
export const deepest = 10;

/** The surroundings of a statement that stands in the file by itself. */
export const plain: Context = { place: 'plain', dynamic: false, conditions: [], handlers: [] };

/** A frame whose tokens and offsets are made when they are first asked for. */
export function newFrame(source: MappedText, context: Context, world: World, variables: Frame['variables'] = new Map()): Frame {
  let tokens: readonly Token[] | null = null;
  let utf16: ((byte: number) => number) | null = null;
  return {
    source,
    get tokens() {
      return (tokens ??= tokenize(source.text));
    },
    utf16: (byte) => (utf16 ??= byteOffsets(source.text))(byte),
    context,
    variables,
    world,
  };
} // prettier-ignore

/** What every operation carries, for words given as offsets of the statement's text. */
export function base(frame: Frame, range: Range, guard: Guard): OperationBase {
  return { range: frame.source.map.toSource(range), guard, context: frame.context };
}

/** The whole statement. */
export function whole(frame: Frame): Range {
  return span(frame, 0, frame.tokens.length - 1);
}

/** From one token to another, both included. */
export function span(frame: Frame, first: number, last: number): Range {
  const start = frame.tokens[first]?.start ?? 0;
  return [start, Math.max(start, frame.tokens[last]?.end ?? frame.source.text.length)];
}

/** The upper-case text of an unquoted word, or the empty string for any other token. */
export function wordAt(frame: Frame, index: number): string {
  const token = frame.tokens[index];
  return token?.kind === 'word' ? frame.source.text.slice(token.start, token.end).toUpperCase() : '';
}

/** The index of the first token from `from` on that is one of these words, or -1. */
export function findWord(frame: Frame, words: string | readonly string[], from = 0): number {
  for (let index = from; index < frame.tokens.length; index++) {
    const word = wordAt(frame, index);
    if (word !== '' && (typeof words === 'string' ? words === word : words.includes(word))) return index;
  }
  return -1;
}

/** The index of the token that begins at, or else is the last before, a byte position of the parser. */
export function tokenAtByte(frame: Frame, byte: number): number {
  const offset = frame.utf16(byte);
  let low = 0;
  let high = frame.tokens.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((frame.tokens[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The index of the last token of the dotted name that begins at a token. */
export function nameEnd(frame: Frame, index: number): number {
  let end = index;
  while (punctuationAt(frame, end + 1) === '.' && isName(frame.tokens[end + 2])) end += 2;
  return end;
}

/** The statement's words from its first to the end of the named object, such as `CREATE TYPE app.status`. */
export function head(frame: Frame, name: Name | null): Range {
  if (!name) return span(frame, 0, Math.min(1, frame.tokens.length - 1));
  for (let index = 1; index < frame.tokens.length; index++) {
    const token = frame.tokens[index];
    if (token && isName(token) && foldIdentifier(frame.source.text, token) === (name.schema ?? name.name))
      return span(frame, 0, nameEnd(frame, index));
  }
  return whole(frame);
}

/** The text of a punctuation token, or the empty string. */
export function punctuationAt(frame: Frame, index: number): string {
  const token = frame.tokens[index];
  return token?.kind === 'punctuation' ? frame.source.text.slice(token.start, token.end) : '';
}

function isName(token: Token | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'identifier';
}
