import type { MappedText, Segment } from './position-map.ts';
import { fromSegments } from './position-map.ts';
import { escapeStringEnd, dollarTagEnd, quoteEnd } from './scan-quotes.ts';
import { isLineBreak, isSpace, lineEnd } from './scan-characters.ts';
import type { Token } from './tokens.ts';
import { readBackslashEscape } from './string-escapes.ts';
import type { ReadEscape } from './string-segments.ts';
import { doubled, readSegments } from './string-segments.ts';
import { unicodeEscapes } from './string-unicode.ts';

const QUOTE = 39;

/**
 * The value of a string token as PostgreSQL reads it, with its place in `text`.
 * Includes the strings that continue it after a line break, as in `'one '⏎'two'`.
 */
export function decodeString(text: string, token: Token): MappedText {
  const closed = token.kind !== 'unterminated';
  if (text.charAt(token.start) === '$') return fromSegments([dollarSegment(text, token, closed)]);
  const open = text.indexOf("'", token.start);
  if (open === -1 || open >= token.end) return fromSegments([dollarSegment(text, token, false)]);
  const prefix = text.slice(token.start, open).toLowerCase();
  const parts = closed ? continuedParts(text, token.end, prefix === 'e') : [];
  const literalEnd = parts.at(-1)?.[1] ?? token.end;
  const read = escapesOf(text, prefix, literalEnd);
  const segments = readSegments(text, open + 1, closed ? token.end - 1 : token.end, read);
  for (const [start, end] of parts) segments.push(...readSegments(text, start + 1, end - 1, read));
  return fromSegments(segments);
}

function escapesOf(text: string, prefix: string, literalEnd: number): ReadEscape {
  if (prefix === 'e') return readBackslashEscape;
  return prefix === 'u&' ? unicodeEscapes(text, literalEnd, QUOTE) : doubled(QUOTE);
}

function dollarSegment(text: string, token: Token, closed: boolean): Segment {
  const start = Math.max(dollarTagEnd(text, token.start, token.end), token.start);
  const end = closed ? token.end - (start - token.start) : token.end;
  return { kind: 'verbatim', text: text.slice(start, end), source: [start, end] };
}

/** The quoted parts that go on with a string after white space with a line break. */
function continuedParts(text: string, end: number, escapes: boolean): [start: number, end: number][] {
  const parts: [number, number][] = [];
  for (let start = continuation(text, end); start !== -1;) {
    const close = escapes
      ? escapeStringEnd(text, start + 1, text.length)
      : quoteEnd(text, start + 1, text.length, QUOTE);
    if (close === -1) break;
    parts.push([start, close]);
    start = continuation(text, close);
  }
  return parts;
}

/** Where the next quote stands when only white space with a line break and line comments lie before it; else -1. */
function continuation(text: string, from: number): number {
  let lineBreak = false;
  for (let index = from; index < text.length;) {
    const code = text.charCodeAt(index);
    if (isSpace(code)) {
      lineBreak ||= isLineBreak(code);
      index++;
    } else if (text.startsWith('--', index)) index = lineEnd(text, index, text.length);
    else return code === QUOTE && lineBreak ? index : -1;
  }
  return -1;
}
