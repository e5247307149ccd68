import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The projects of a corpus: a folder with one folder a project, named `owner+name` and laid out as in the repository.
 * `list` names a JSON file of `{ repo, globs, dialect, dialect_rules: [[pattern, dialect]] }`: files that are not PostgreSQL are left out.
 */
export function projectsOf(folder, list) {
  const entries = list ? JSON.parse(readFileSync(list, 'utf8')) : [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => {
      const root = join(folder, name);
      const all = filesBelow(root);
      const own = entries.filter(({ repo }) => repo.replace('/', '+') === name);
      const paths = all.filter((path) => isPostgres(path, own));
      return { name, root, paths, leftOut: all.length - paths.length };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function filesBelow(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.sql'))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

/** A project may be listed several times, with other globs (regular expressions) each time. */
function isPostgres(path, entries) {
  const matches = (pattern) => new RegExp(pattern).test(path);
  const entry = entries.find(({ globs }) => globs.some(matches)) ?? entries[0];
  if (!entry) return true;
  const [, dialect = entry.dialect] = entry.dialect_rules.find(([pattern]) => matches(pattern)) ?? [];
  return dialect === 'postgresql';
}

/** Numbers between 0 and 1, the same for the same seed. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
