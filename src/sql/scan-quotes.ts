import { isIdentifierPart, isIdentifierStart } from './scan-characters.ts';

const BACKSLASH = 92;
const DOLLAR = 36;
const SLASH = 47;
const STAR = 42;

/** The offset after the closing quote; a doubled quote does not close. -1 when it stays open. `from` is after the opening quote. */
export function quoteEnd(text: string, from: number, limit: number, quote: number): number {
  for (let index = from; index < limit; index++) {
    if (text.charCodeAt(index) !== quote) continue;
    if (index + 1 >= limit || text.charCodeAt(index + 1) !== quote) return index + 1;
    index++;
  }
  return -1;
}

/** As `quoteEnd`, for E'…', where a backslash takes the next character with it. */
export function escapeStringEnd(text: string, from: number, limit: number): number {
  for (let index = from; index < limit; index++) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH) index++;
    else if (code === 39) {
      if (index + 1 >= limit || text.charCodeAt(index + 1) !== 39) return index + 1;
      index++;
    }
  }
  return -1;
}

/** The offset after the opening `$tag$` at `start`, or -1 when there is none. */
export function dollarTagEnd(text: string, start: number, limit: number): number {
  let end = start + 1;
  if (end < limit && isIdentifierStart(text.charCodeAt(end))) {
    while (end < limit && text.charCodeAt(end) !== DOLLAR && isIdentifierPart(text.charCodeAt(end))) end++;
  }
  return end < limit && text.charCodeAt(end) === DOLLAR ? end + 1 : -1;
}

/** Where each `$tag$` begins for the last time. */
export function lastDollarTags(text: string): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (let start = text.indexOf('$'); start !== -1;) {
    const next = text.indexOf('$', start + 1);
    if (next === -1) break;
    if (dollarTagEnd(text, start, next + 1) !== -1) last.set(text.slice(start, next + 1), start);
    start = next;
  }
  return last;
}

/** The offset after the end of a block comment, in which comments nest; -1 when it stays open. `from` is after the opening sign. */
export function blockCommentEnd(text: string, from: number, limit: number): number {
  let depth = 1;
  for (let index = from; index + 1 < limit; index++) {
    const code = text.charCodeAt(index);
    if (code === STAR && text.charCodeAt(index + 1) === SLASH) {
      index++;
      if (--depth === 0) return index + 1;
    } else if (code === SLASH && text.charCodeAt(index + 1) === STAR) {
      index++;
      depth++;
    }
  }
  return -1;
}
