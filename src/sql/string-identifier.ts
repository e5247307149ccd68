import { fromSegments } from './position-map.ts';
import { doubled, readSegments } from './string-segments.ts';
import { unicodeEscapes } from './string-unicode.ts';
import type { Token } from './tokens.ts';

const DOUBLE_QUOTE = 34;

/** PostgreSQL cuts names after 63 bytes of UTF-8 (NAMEDATALEN - 1). */
const MAXIMUM_BYTES = 63;

/** The name of a word or a quoted identifier as PostgreSQL folds it: `Users` is `users`, `"a""b"` is `a"b`; cut after 63 bytes. */
export function foldIdentifier(text: string, token: Token): string {
  const written = text.slice(token.start, token.end);
  const open = written.indexOf('"');
  if (open !== 0 && !/^u&"/i.test(written)) return truncate(lower(written));
  const read = open === 0 ? doubled(DOUBLE_QUOTE) : unicodeEscapes(text, token.end, DOUBLE_QUOTE);
  const end = token.kind === 'unterminated' ? token.end : token.end - 1;
  return truncate(fromSegments(readSegments(text, token.start + open + 1, end, read)).text);
}

/** Lowers A to Z and nothing else. */
function lower(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function truncate(name: string): string {
  if (name.length * 3 <= MAXIMUM_BYTES) return name;
  let bytes = 0;
  let end = 0;
  for (const character of name) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > MAXIMUM_BYTES) break;
    end += character.length;
  }
  return name.slice(0, end);
}
