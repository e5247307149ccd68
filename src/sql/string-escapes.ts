import type { Escape } from './string-segments.ts';
import { codePoint } from './string-unicode.ts';

const BACKSLASH = 92;
const letters: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The escapes of E'…', after the manual's section "String Constants With C-Style Escapes". */
export function readBackslashEscape(text: string, index: number, limit: number): Escape | null {
  const code = text.charCodeAt(index);
  if (code === 39 && index + 1 < limit && text.charCodeAt(index + 1) === 39) return { value: "'", end: index + 2 };
  if (code !== BACKSLASH || index + 1 >= limit) return null;
  const letter = text.charAt(index + 1);
  if (letter === 'u' || letter === 'U') {
    const escape = codePoint(text, index + 2, letter === 'u' ? 4 : 8, limit);
    if (escape !== null) return escape;
  }
  return readByteSequence(text, index, limit) ?? { value: letters[letter] ?? letter, end: index + 2 };
}

/** Bytes written as `\303\251` or `\xc3\xa9`: a character of several bytes is one escape. */
function readByteSequence(text: string, index: number, limit: number): Escape | null {
  let byte = readByte(text, index, limit);
  if (byte === null) return null;
  const { value: first, end } = byte;
  if (first < 0x80) return { value: String.fromCharCode(first), end };
  const bytes = [first];
  while (bytes.length < sequenceLength(first)) {
    byte = readByte(text, byte.end, limit);
    if (byte === null || byte.value >> 6 !== 2) return { value: '\ufffd', end };
    bytes.push(byte.value);
  }
  return { value: new TextDecoder().decode(Uint8Array.from(bytes)), end: byte.end };
}

function sequenceLength(first: number): number {
  return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
}

function readByte(text: string, index: number, limit: number): { value: number; end: number } | null {
  if (index >= limit || text.charCodeAt(index) !== BACKSLASH) return null;
  const written = text.slice(index + 1, Math.min(index + 4, limit));
  const octal = /^[0-7]{1,3}/.exec(written)?.[0];
  if (octal !== undefined) return { value: Number.parseInt(octal, 8) & 255, end: index + 1 + octal.length };
  const hexadecimal = /^x([0-9A-Fa-f]{1,2})/.exec(written)?.[1];
  if (hexadecimal === undefined) return null;
  return { value: Number.parseInt(hexadecimal, 16), end: index + 2 + hexadecimal.length };
}
