/** A message of PostgreSQL's protocol: a letter, a length, a body. */
export interface Message {
  readonly type: string;
  /** All of it. */
  readonly bytes: Uint8Array;
}

const headLength = 5;

/** The messages that are whole at the beginning of some bytes, and what is left. */
export function readMessages(bytes: Uint8Array): { readonly messages: readonly Message[]; readonly rest: Uint8Array } {
  const messages: Message[] = [];
  let at = 0;
  while (bytes.length - at >= headLength) {
    const end = at + 1 + numberAt(bytes, at + 1);
    if (end > bytes.length) break;
    messages.push({ type: String.fromCharCode(bytes[at] ?? 0), bytes: bytes.subarray(at, end) });
    at = end;
  }
  return { messages, rest: bytes.subarray(at) };
}

/** A number of four bytes. */
export function numberAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(at);
}

/** A message with a body of bytes and of texts, each of which ends in a zero byte. */
export function message(type: string, ...parts: readonly (string | readonly number[])[]): Uint8Array {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : Buffer.from(part))));
  const head = Buffer.alloc(headLength);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
} // prettier-ignore

/** The text that ends in a zero byte. */
function textAt(bytes: Uint8Array, at: number): string {
  return Buffer.from(bytes.subarray(at, bytes.indexOf(0, at))).toString('utf8');
}

/** The SQL in a message that brings some; null in others. */
export function sqlIn({ type, bytes }: Message): string | null {
  if (type === 'Q') return textAt(bytes, headLength);
  return type === 'P' ? textAt(bytes, bytes.indexOf(0, headLength) + 1) : null;
}

/** Whether a session is idle, in a transaction, or in one that has failed. */
export type Status = 'I' | 'T' | 'E';

export const ready = (status: Status): Uint8Array => message('Z', [status.charCodeAt(0)]);

export const complete = (tag: string): Uint8Array => message('C', tag);

/** An error as the server would send it. */
export const errorMessage = (code: string, text: string): Uint8Array =>
  message('E', [...Buffer.from('S')], 'ERROR', [...Buffer.from('V')], 'ERROR', [...Buffer.from('C')], code, [...Buffer.from('M')], text, [0]); // prettier-ignore

/** What a server says when a client comes. */
export function greeting(version: string): Uint8Array {
  const told = { server_version: version, server_encoding: 'UTF8', client_encoding: 'UTF8', DateStyle: 'ISO, MDY', integer_datetimes: 'on', standard_conforming_strings: 'on' }; // prettier-ignore
  return Buffer.concat([
    message('R', [0, 0, 0, 0]),
    ...Object.entries(told).map(([name, value]) => message('S', name, value)),
    message('K', [0, 0, 0, 1, 0, 0, 0, 1]),
    ready('I'),
  ]);
}
