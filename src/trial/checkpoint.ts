import { createHash } from 'node:crypto';

/** Raised when what a checkpoint holds changes. */
const format = 1;

/** What decides on the state of a database besides the migrations. */
export interface Ground {
  /** Engine and version, such as `pglite 18.6`. */
  readonly engine: string;
  readonly extensions: readonly string[];
  readonly setup: readonly string[];
  readonly framework: string;
}

/** The keys of a chain's states: before its first migration, after the first, and so on. */
export function keysOf(ground: Ground, chain: readonly { readonly path: string; readonly text: string }[]): readonly string[] {
  let key = digest(JSON.stringify([format, ground]));
  return [key, ...chain.map(({ path, text }) => (key = digest(`${key}\0${path}\0${text}`)))];
} // prettier-ignore

/** SHA-256 in hexadecimal digits. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
