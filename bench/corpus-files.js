import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The projects of a corpus: a folder with one folder a project, named `owner+name` and laid out as in the repository.
 * `list` names a JSON file of `{ repo, framework, globs, dialect, dialect_rules: [[pattern, dialect]] }`: files that are not PostgreSQL are
 * left out. Scripts are migrations where one of its globs says so; those of several dialects are read, for one file may hold them all.
 */
export function projectsOf(folder, list) {
  const entries = list ? JSON.parse(readFileSync(list, 'utf8')) : [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => {
      const root = join(folder, name);
      const own = entries.filter(({ repo }) => repo.replace('/', '+') === name);
      const all = filesBelow(root).filter((path) => !isScript(path) || (entryOf(path, own) && !isAside(path)));
      const paths = all.filter((path) => isPostgres(path, own));
      const frameworks = new Map(
        paths.filter(isScript).map((path) => [path, entryOf(path, own)?.framework ?? 'unknown']),
      );
      return { name, root, paths, frameworks, leftOut: all.length - paths.length };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function filesBelow(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (isScript(entry.name) || entry.name.toLowerCase().endsWith('.sql')))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

const isScript = (path) => /\.[cm]?[jt]s$/i.test(path);
const isAside = (path) => /\.(?:d|test|spec|stories|config)\.[cm]?[jt]s$/i.test(path);

/** A project may be listed several times, with other globs (regular expressions) each time. */
function entryOf(path, entries) {
  return entries.find(({ globs }) => globs.some((pattern) => new RegExp(pattern).test(path)));
}

function isPostgres(path, entries) {
  const entry = entryOf(path, entries) ?? entries[0];
  if (!entry) return true;
  const [, dialect = entry.dialect] = entry.dialect_rules.find(([pattern]) => new RegExp(pattern).test(path)) ?? [];
  return dialect === 'postgresql' || (dialect === 'mixed' && isScript(path));
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
