/** A file's text without byte order mark, or why it has none. */
export type Decoded = { readonly text: string } | { readonly problem: string };

/** How a text is stored. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** How many bytes are looked at to tell text from binary and UTF-16 without a byte order mark. */
const SAMPLE = 8192;

/** Windows-1252 from 0x80 to 0x9f. */
export const windows = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const LFS_POINTER = 'version https://git-lfs.github.com/spec/v1';

/** Decodes UTF-8, UTF-16 (with or without byte order mark) and, when it is neither, Windows-1252. */
export function decode(bytes: Uint8Array): Decoded {
  if (startsWith(bytes, LFS_POINTER)) return { problem: 'git-lfs pointer: the file itself was not fetched' };
  const marked = markedEncoding(bytes);
  if (marked !== null) return decodeAs(bytes, marked);
  const sample = bytes.subarray(0, SAMPLE);
  const wide = wideEncoding(sample);
  if (wide !== null) return decodeAs(bytes, wide);
  if (isBinary(sample)) return { problem: 'binary file' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return isBinary(bytes) ? { problem: 'binary file' } : decodeAs(bytes, 'windows-1252');
  }
}

/** TextDecoder takes the byte order mark away; some releases of Node decode Windows-1252 as Latin-1. */
function decodeAs(bytes: Uint8Array, encoding: Encoding): Decoded {
  const text = new TextDecoder(encoding).decode(bytes);
  if (encoding !== 'windows-1252') return { text };
  return { text: text.replace(/[\x80-\x9f]/g, (control) => windows[control.charCodeAt(0) - 0x80] ?? control) };
}

/** The encoding of a text, and whether it begins with a byte order mark. */
export function encodingOf(bytes: Uint8Array): { readonly encoding: Encoding; readonly mark: boolean } {
  const marked = markedEncoding(bytes);
  if (marked !== null) return { encoding: marked, mark: true };
  const encoding = wideEncoding(bytes.subarray(0, SAMPLE)) ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252');
  return { encoding, mark: false };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes) !== '' || bytes.length === 0;
  } catch {
    return false;
  }
}

function startsWith(bytes: Uint8Array, ascii: string): boolean {
  return bytes.length >= ascii.length && [...ascii].every((letter, index) => bytes[index] === letter.charCodeAt(0));
}

function markedEncoding([first, second, third]: Uint8Array): Encoding | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

/** SQL is mostly ASCII, so in UTF-16 nearly every second byte is NUL, always on the same side. */
function wideEncoding(sample: Uint8Array): Encoding | null {
  const half = sample.length >> 1;
  if (half < 2) return null;
  let even = 0;
  let odd = 0;
  for (let index = 0; index + 1 < sample.length; index += 2) {
    if (sample[index] === 0) even++;
    if (sample[index + 1] === 0) odd++;
  }
  if (odd > half * 0.7 && even < half * 0.05) return 'utf-16le';
  return even > half * 0.7 && odd < half * 0.05 ? 'utf-16be' : null;
}

/** A NUL here and there is a trap that the grammar refuses; many control characters are no text at all. */
function isBinary(sample: Uint8Array): boolean {
  let control = 0;
  for (const byte of sample) if (byte < 32 && !(byte >= 8 && byte <= 13) && byte !== 27 && byte !== 26) control++;
  return control > 8 && control > sample.length * 0.02;
}
