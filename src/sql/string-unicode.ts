import { createScanner, scan } from './scan.ts';
import { isWord } from './scan-characters.ts';
import type { Escape, ReadEscape } from './string-segments.ts';
import { doubled } from './string-segments.ts';

/** The escapes of U&'…' and U&"…": `\0041`, `\+01F600`, `\\`, with the escape character of a UESCAPE after the literal. */
export function unicodeEscapes(text: string, literalEnd: number, quote: number): ReadEscape {
  const sign = escapeCharacter(text, literalEnd);
  const readDoubled = doubled(quote);
  return (source, index, limit) => {
    if (source.charCodeAt(index) !== sign) return readDoubled(source, index, limit);
    if (index + 1 < limit && source.charCodeAt(index + 1) === sign) {
      return { value: String.fromCharCode(sign), end: index + 2 };
    }
    if (source.charCodeAt(index + 1) === 43) return codePoint(source, index + 2, 6, limit);
    return codePoint(source, index + 1, 4, limit);
  };
}

/** A code point written as exactly so many hexadecimal digits at `start`; null when it is not. */
export function codePoint(text: string, start: number, digits: number, limit: number): Escape | null {
  const end = start + digits;
  if (end > limit) return null;
  const written = text.slice(start, end);
  if (!/^[0-9A-Fa-f]+$/.test(written)) return null;
  const value = Number.parseInt(written, 16);
  return value > 0x10ffff ? null : { value: String.fromCodePoint(value), end };
}

/** The character of `UESCAPE '!'` after a literal, or the backslash. */
function escapeCharacter(text: string, literalEnd: number): number {
  const scanner = createScanner(text, null);
  scanner.position = literalEnd;
  const backslash = 92;
  if (!nextWordIs(text, literalEnd) || !scan(scanner) || !isWord(text, scanner.start, scanner.end, 'uescape')) {
    return backslash;
  }
  if (!scan(scanner) || scanner.kind !== 'string' || scanner.end !== scanner.start + 3) return backslash;
  return text.charCodeAt(scanner.start + 1);
}

/** Whether a blank, a comment or the word itself follows: spares the scan of whatever else may come. */
function nextWordIs(text: string, start: number): boolean {
  return /[\s\-/uU]/.test(text.charAt(start));
}
