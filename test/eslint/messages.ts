import { Buffer } from 'node:buffer';

/** A request, an answer or a notice of JSON-RPC. */
export interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** A message as it goes over the wire of the language server protocol. */
export function toBytes(message: Message): Buffer {
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}

/** Reads messages from pieces of any length. */
export function messageReader(onMessage: (message: Message) => void): (piece: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (piece) => {
    rest = Buffer.concat([rest, piece]);
    for (let next = firstIn(rest); next; next = firstIn(rest)) {
      rest = rest.subarray(next.end);
      onMessage(next.message);
    }
  };
}

function firstIn(bytes: Buffer): { readonly message: Message; readonly end: number } | null {
  const head = bytes.indexOf('\r\n\r\n');
  if (head < 0) return null;
  const length = Number(/Content-Length: (\d+)/i.exec(bytes.toString('latin1', 0, head))?.[1]);
  const end = head + 4 + length;
  if (bytes.length < end) return null;
  return { message: JSON.parse(bytes.toString('utf8', head + 4, end)) as Message, end };
}
