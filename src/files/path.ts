import { sep } from 'node:path';

/** A path with `/` between folders, whatever the system writes. */
export function toPath(path: string, separator: string = sep): string {
  return separator === '\\' ? path.replaceAll('\\', '/') : path;
}

/** A path for a message: one line of bearable length, whatever stands in it. */
export function printable(path: string): string {
  const short = path.length > 300 ? `${path.slice(0, 300)}…` : path;
  return /[\p{Cc}\u2028\u2029]/u.test(short) ? JSON.stringify(short).replaceAll(/[\u2028\u2029]/g, ' ') : short;
}
