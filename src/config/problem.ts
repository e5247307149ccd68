import { relative } from 'node:path';
import { UserError } from '../errors.ts';
import { toPath } from '../files/path.ts';

/** One step of the way to a value: `rules`, `0`. */
export type Key = string | number;

/** A fault of a configuration in one line: the file, the key, what is wrong. `line` is 1-based. */
export function configError(
  file: string,
  what: string,
  { keys = [], line, cause }: { keys?: readonly Key[]; line?: number | undefined; cause?: unknown } = {},
): UserError {
  const place = line === undefined ? file : `${file}:${line}`;
  const parts = keys.length === 0 ? [place, what] : [place, printKeys(keys), what];
  return new UserError(oneLine(parts.join(': ')), { cause });
}

/** Keys as people write them: `overrides[0].rules.no-truncate`. */
function printKeys(keys: readonly Key[]): string {
  return keys.map(printKey).join('').replace(/^\./, '');
}

function printKey(key: Key): string {
  if (typeof key === 'number') return `[${key}]`;
  const short = shorten(key);
  return /^[\w$@/-]+$/.test(key) ? `.${short}` : `[${JSON.stringify(short)}]`;
}

/** Text for a message: at most `length` characters. */
export function shorten(text: string, length = 60): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
}

/** A file as messages name it: relative to the working folder. */
export function showPath(path: string, cwd: string): string {
  return toPath(relative(cwd, path));
}
