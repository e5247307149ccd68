import { defaultMigrations } from '../config/default-migrations.ts';
import { isAside } from '../config/defaults.ts';
import { matcher } from '../config/match.ts';
import { adapters } from '../migration/adapters/index.ts';
import { detect } from '../migration/detect.ts';
import { baseOf, folderOf, within } from '../migration/path.ts';
import type { Files } from '../types.ts';
import { frameworkNames, type FrameworkName, type Language } from './framework-kinds.ts';
import { compareVersions, timeOf } from './framework-versions.ts';
import type { Folder } from './framework-walk.ts';

/** The migrations of one framework in one folder. */
export interface MigrationGroup {
  readonly name: FrameworkName;
  readonly folder: string;
  readonly language: Language;
  readonly amount: number;
  /** Milliseconds since 1970 that the newest version tells, or null where versions are counters. */
  readonly newest: number | null;
}

/** How many files of a folder are read to find out whose they are: the last ones by name. */
const sample = 8;

interface Found {
  readonly name: FrameworkName;
  readonly folder: string;
  readonly language: Language;
  readonly version: string | null;
}

/** Whose migrations are in a project's folders. `guess` names the framework of files that do not tell it themselves. */
export function findMigrations(
  folders: readonly Folder[],
  files: Files,
  guess: (path: string, language: Language) => FrameworkName | null,
): readonly MigrationGroup[] {
  const isMigration = matcher(defaultMigrations);
  const found = folders.flatMap(({ path: folder, entries }) => {
    const paths = entries.map((entry) => within(folder, entry));
    const sql = ownersOf(paths.filter((path) => path.endsWith('.sql') && isMigration(path)), files, guess);
    const scripts = paths.filter(isScript);
    return [...sql, ...ownersOfScripts(scripts, files, guess)];
  }); // prettier-ignore
  const keys = [...new Set(found.map(keyOf))];
  return keys.flatMap((key) => groupOf(found.filter((one) => keyOf(one) === key)));
}

const keyOf = ({ name, folder, language }: Found) => `${name} ${language} ${folder}`;

function groupOf(found: readonly Found[]): MigrationGroup[] {
  const [first] = found;
  if (!first) return [];
  const { name, folder, language } = first;
  const newest = found.map(({ version }) => version ?? '').sort(compareVersions).at(-1); // prettier-ignore
  return [{ name, folder, language, amount: found.length, newest: timeOf(newest ?? '') }];
}

function ownersOf(paths: readonly string[], files: Files, guess: Guess): readonly Found[] {
  const owners = new Set<FrameworkName>();
  for (const path of paths.slice(-sample)) {
    const owner = frameworkNamed(detect({ path, text: files.read(path) ?? '' }, files));
    // A way back alone, such as x.down.sql beside x.sql, tells no framework.
    if (adapters[owner]?.identify(path, files).direction === 'down') continue;
    owners.add(owner === 'plain' ? (guess(path, 'sql') ?? owner) : owner);
  }
  return [...owners].flatMap((name) => paths.flatMap((path) => sqlMigration(path, name, files) ?? []));
}

type Guess = (path: string, language: Language) => FrameworkName | null;

const frameworkNamed = (adapter: string) => frameworkNames.find((name) => name === adapter) ?? 'plain';

function sqlMigration(path: string, name: FrameworkName, files: Files): Found | null {
  const identity = adapters[name]?.identify(path, files);
  if (identity?.direction === 'down' || identity?.valid === false) return null;
  const above = identity?.unit === 'folder' ? folderOf(folderOf(path)) : folderOf(path);
  const folder = name === 'sqitch' ? topOfPlan(path) : name === 'graphile-migrate' ? above.replace(/\/?(?:committed|current)$/, '') : name === 'db-migrate' ? above.replace(/\/?sqls$/, '') : above; // prettier-ignore
  return { name, folder, language: 'sql', version: identity?.version ?? null };
}

function topOfPlan(path: string): string {
  return /^(?:(.*?)\/)?(?:deploy|revert|verify)\//.exec(path)?.[1] ?? '';
}

/** `20240131120000_users.ts`, `Migration20240131120000.ts`, `2024.01.31T12.00.00.users.ts` in a folder of migrations. */
function isScript(path: string): boolean {
  return (
    /(?:^|\/)[\w-]*migrations?\/[^/]+$/i.test(path) &&
    /^(?:Migration)?\d[^/]*\.[cm]?[jt]s$/.test(baseOf(path)) &&
    !isAside(path)
  );
}

const marks: readonly (readonly [FrameworkName, RegExp])[] = [
  ['mikro-orm', /@mikro-orm\/migrations|\bthis\.addSql\b/],
  ['typeorm', /\bMigrationInterface\b|\bqueryRunner\b/],
  ['umzug', /['"]umzug['"]/],
  ['slonik', /@slonik\/migrator|\bslonik\b/],
  ['sequelize', /\bqueryInterface\b|['"]@?sequelize/],
  ['node-pg-migrate', /\bpgm\b|\bMigrationBuilder\b/],
  ['kysely', /['"]kysely['"]|\bKysely\b/],
  ['knex', /\bknex\b/i],
  ['db-migrate', /\bdb\.runSql\b|\bdbmigrate?\b|exports\.up\s*=\s*function\s*\(db\b/],
];

function ownersOfScripts(paths: readonly string[], files: Files, guess: Guess): readonly Found[] {
  const newest = paths.slice(-sample).toReversed();
  const known = newest.flatMap((path) => {
    const text = files.read(path)?.slice(0, 20_000) ?? '';
    return marks.find(([, words]) => words.test(text))?.[0] ?? guess(path, languageOf(path)) ?? [];
  });
  const [name] = known;
  if (name === undefined) return [];
  const language = languageOf(newest[0] ?? '');
  return paths.map((path) => ({ name, folder: folderOf(path), language, version: versionOfScript(path) }));
}

const languageOf = (path: string): Language => (/\.[cm]?ts$/.test(path) ? 'ts' : 'js');

/** The part of a script's name that orders it. */
export function versionOfScript(path: string): string | null {
  return /^(?:Migration)?(\d{4}\.\d\d\.\d\dT\d\d\.\d\d\.\d\d|\d+(?:[-_]\d{6}(?!\d))?)/.exec(baseOf(path))?.[1] ?? null;
}
