import { message, readMessages, type Message, type Status } from './protocol.ts';

/** Executes messages, and answers with what the server sent. */
export type Execute = (bytes: Uint8Array) => Promise<Uint8Array>;

/** A text as one simple query. */
export const query = (sql: string): Uint8Array => message('Q', sql);

/** Messages one after the other. */
export const bytesOf = (messages: readonly Message[]): Uint8Array => Buffer.concat(messages.map(({ bytes }) => bytes));

/** What the session is in after a reply; null where it does not say. */
export function statusOf(reply: Uint8Array): Status | null {
  const last = readMessages(reply).messages.findLast(({ type }) => type === 'Z');
  return last ? (String.fromCharCode(last.bytes[5] ?? 0) as Status) : null;
}

/** Whether PostgreSQL refused something. */
export const hasFailed = (reply: Uint8Array): boolean => readMessages(reply).messages.some(({ type }) => type === 'E');

/** What answers a statement, without the word that the server is ready for the next one. */
export const withoutReady = (reply: Uint8Array): Uint8Array =>
  bytesOf(readMessages(reply).messages.filter(({ type }) => type !== 'Z'));
