import { isPlaceholder } from '../header.ts';
import { keyOf, type Unit } from './units.ts';

/** More entries with wildcards than this are of no use to anyone, and costly. */
const mostWildcards = 100;

/**
 * The migrations that none of the entries names. An entry is a path, or its end: the file's name, with or without extension; a folder, for
 * all that is below it; or either with `*` and `?`.
 */
export function unnamed(units: readonly Unit[], entries: readonly string[]): readonly Unit[] {
  const said = entries.flatMap(readings).filter((entry) => !isPlaceholder(entry));
  const keys = new Set(said.map(keyOf).filter(Boolean));
  const longer = new Set([...keys].flatMap((key) => endsOf(key.split('/'))));
  const wildcards = said.filter(isWildcard).slice(0, mostWildcards).map(tidy);
  return units.filter(
    ({ key, paths }) =>
      !longer.has(key) &&
      !runsOf(key.split('/')).some((run) => keys.has(run)) &&
      !wildcards.some((pattern) => paths.some((path) => matchesEnd(pattern, tidy(path)))),
  );
}

/** An entry as it stands, and the file names in it: a word or two of explanation do no harm. */
function readings(entry: string): readonly string[] {
  const words = entry.split(/\s+/).filter((word) => /\.(?:sql|[cm]?[jt]s)\W*$/i.test(word));
  return [entry, ...[entry, ...words].map((text) => text.replace(/^[`'"(]+|[`'").;]+$/g, ''))];
}

const tidy = (path: string) =>
  path
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '');

/** Something must be left that tells one migration from another: `*` and `*.sql` name nothing. */
const isWildcard = (entry: string) =>
  /[*?]/.test(entry) && /[\p{L}\p{N}]/u.test(entry.replace(/\.(?:sql|[cm]?[jt]s)$/i, ''));

const endsOf = (parts: readonly string[]) => parts.map((_, start) => parts.slice(start).join('/'));

/** All that stands between two slashes of a path. */
const runsOf = (parts: readonly string[]) => parts.flatMap((_, end) => endsOf(parts.slice(0, end + 1)));

const matchesEnd = (pattern: string, path: string) => matches(pattern, path) || matches(`*/${pattern}`, path);

/** Whether `*` (any characters) and `?` (any one) make a pattern of a text; takes no longer than both lengths multiplied. */
function matches(pattern: string, text: string): boolean {
  let [at, star, retry] = [0, -1, 0];
  for (let index = 0; index < text.length;) {
    if (pattern[at] === '*') [star, retry] = [at++, index];
    else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[index]))
      [at, index] = [at + 1, index + 1];
    else if (star < 0) return false;
    else [at, index] = [star + 1, ++retry];
  }
  return /^\**$/.test(pattern.slice(at));
}
