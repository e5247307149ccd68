import { UserError } from '../errors.ts';
import { decode, type Decoded } from './decode.ts';
import { readBytes } from './disk.ts';
import { printable } from './path.ts';

/** The text of a file with a commit message; `name` stands for it in the `UserError` when it cannot be read. */
export function readMessageFile(absolute: string, name: string, encoding: string): string {
  const bytes = readBytes(absolute, name);
  const decoded = /^utf-?8$/i.test(encoding) ? decode(bytes) : decodeAs(encoding, bytes);
  if ('problem' in decoded) throw new UserError(`${printable(name)}: ${decoded.problem}`);
  return decoded.text;
}

/** An encoding that only git knows is guessed. */
function decodeAs(encoding: string, bytes: Uint8Array): Decoded {
  try {
    return { text: new TextDecoder(encoding).decode(bytes) };
  } catch {
    return decode(bytes);
  }
}
