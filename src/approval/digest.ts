import { createRequire } from 'node:module';

/** SHA-256 of a text as UTF-8, in hexadecimal digits. */
export function sha256(text: string): string {
  // Most runs hash nothing, and need not load what does.
  const { createHash } = createRequire(import.meta.url)('node:crypto') as typeof import('node:crypto');
  return createHash('sha256').update(text).digest('hex');
}

/** A value as JSON with the keys of its objects in order: the same text for the same content (RFC 8785 for texts, numbers and lists as we have them). */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(byKey)) : inner));
} // prettier-ignore

const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
