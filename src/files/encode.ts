import { decode, encodingOf, windows, type Encoding } from './decode.ts';

/** A text in the encoding of a file, with its byte order mark; null when the file could not be written back byte by byte. */
export function encodeLike(bytes: Uint8Array, text: string): Uint8Array | null {
  const decoded = decode(bytes);
  if ('problem' in decoded) return null;
  const { encoding, mark } = encodingOf(bytes);
  const again = encode(decoded.text, encoding, mark);
  return again && Buffer.compare(again, bytes) === 0 ? encode(text, encoding, mark) : null;
}

function encode(text: string, encoding: Encoding, mark: boolean): Uint8Array | null {
  const written = mark ? `\ufeff${text}` : text;
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(written, 'utf8');
    case 'utf-16le':
      return Buffer.from(written, 'utf16le');
    case 'utf-16be':
      return Buffer.from(written, 'utf16le').swap16();
    case 'windows-1252':
      return singleBytes(written);
  }
}

function singleBytes(text: string): Uint8Array | null {
  const codes = [...text].map((sign) => {
    const code = sign.charCodeAt(0);
    const place = windows.indexOf(sign);
    if (place >= 0) return 0x80 + place;
    return sign.length === 1 && code < 0x100 ? code : -1;
  });
  return codes.includes(-1) ? null : Uint8Array.from(codes);
}
