import type { HeaderTemplateField } from '../header.ts';
import { adapters } from '../migration/adapters/index.ts';
import { within } from '../migration/path.ts';
import { kindOf, type Naming } from '../project/framework-kinds.ts';
import type { Framework } from '../project/framework.ts';
import type { Files } from '../types.ts';
import { authorLine } from './author.ts';
import { changeOf } from './change.ts';
import type { Author, Draft, NewFile } from './draft.ts';
import { scriptExtension, versionsIn } from './existing.ts';
import { headerLines, rollbackOf } from './header.ts';
import { readIntent } from './intent.ts';
import { scriptLayouts, type Flavour } from './script-layouts.ts';
import { sqlLayouts, sqlxWithoutDown, type SqlLayout } from './sql-layouts.ts';
import { nextVersion } from './version.ts';
import { cleanWords, joinWords, nameWords } from './words.ts';

/** What a person asks for, and what is known besides. */
export interface Request {
  readonly words: string;
  /** What the file is called, where that is not what the words say. */
  readonly name: string | null;
  readonly framework: Framework;
  readonly files: Files;
  readonly now: Date;
  readonly author: Author | null;
  /** The fields of the header. */
  readonly fields: readonly HeaderTemplateField[];
  /** Whether names must be `YYYYMMDD_HHMMSS_description`. */
  readonly protocol: boolean;
}

/** A new migration; the paths are relative to the project's root, and the first file is the migration itself. */
export interface Made {
  readonly files: readonly NewFile[];
  readonly draft: Draft;
  /** What the framework needs besides the files. */
  readonly next: readonly string[];
  /** Whether the preset's names cannot be used with this framework. */
  readonly keepsOwnNames: boolean;
}

/** Makes a migration of words, in the form of its framework. */
export function makeMigration(request: Request): Made {
  const { framework, files } = request;
  const { naming, keepsOwnNames } = namingFor(request);
  const folder = framework.name === 'graphile-migrate' ? currentFolder(framework.folder, files) : framework.folder;
  const script = framework.language === 'sql' ? undefined : scriptLayouts[framework.name];
  const sql = sqlLayoutOf(framework, files);
  const change = changeOf(readIntent(cleanWords(request.words)), (script ?? sql).building);
  const draft = draftOf({ ...request, naming, folder }, change);
  const made = script
    ? [{ path: `${draft.name}${extensionFor(framework, files)}`, text: script.text(draft, flavourFor(framework, files)) }]
    : sql.files(draft);
  const next = script ? (change.alone ? script.alone : undefined) : sql.next;
  return {
    files: made.map(({ path, text }) => ({ path: within(folder, path), text })),
    draft,
    next: next === undefined ? [] : [next],
    keepsOwnNames,
  };
} // prettier-ignore

interface Named extends Request {
  readonly naming: Naming;
  readonly folder: string;
}

function draftOf(request: Named, change: Draft['change']): Draft {
  const { words: given, name: asked, now, author, fields, naming, folder } = request;
  const description = cleanWords(given);
  const words = nameWords(asked ?? given);
  const version = nextVersion({ naming, versions: versionsOf(request, folder), now, byLetters: sortsByLetters(request.framework) }); // prettier-ignore
  const isCurrent = request.framework.name === 'graphile-migrate' && !folder.endsWith('/current');
  const name = isCurrent ? 'current' : naming.form.replace('<version>', version).replace('<words>', joinWords(words, naming.words)); // prettier-ignore
  const header = headerLines(fields, {
    migration: name.replace('.do.', '.'),
    description,
    author: author === null ? null : authorLine(author),
    date: now.toISOString().slice(0, 10),
    affects: change.affects,
    rollback: rollbackOf(change),
  });
  return { name, words, version, description, author, header, change };
}

function versionsOf({ framework, files }: Request, folder: string): readonly string[] {
  const folders = framework.name === 'db-migrate' ? [folder, within(folder, 'sqls')] : [folder];
  const versions = folders.flatMap((one) => versionsIn(one, framework.name, files));
  // It reads the last 13 digits of a class's name, whatever stands before.
  return framework.name === 'typeorm' ? versions.filter((version) => /^\d{13}$/.test(version)) : versions;
}

function sortsByLetters({ name, language }: Framework): boolean {
  return language !== 'sql' || name === 'plain' || /^(?:names|joined)$/.test(adapters[name]?.order ?? '');
}

/** Frameworks whose programs may have any name. */
const anyName: readonly string[] = ['knex', 'kysely', 'sequelize', 'umzug', 'slonik'];

/** The preset's names where the framework takes all of their date and time for the version. */
function namingFor({ framework, protocol, files }: Request): { naming: Naming; keepsOwnNames: boolean } {
  const { name, language, naming } = framework;
  if (!protocol) return { naming, keepsOwnNames: false };
  const probe = adapters[name]?.identify(within(framework.folder, '20260131_120000_probe.sql'), files);
  const fits = language === 'sql' ? probe?.valid === true && probe.version === '20260131_120000' : anyName.includes(name);
  if (name === 'sqitch') return { naming: { form: '<version>_<words>', words: '_', version: 'underscored' }, keepsOwnNames: false };
  return fits ? { naming: kindOf('plain').naming, keepsOwnNames: false } : { naming, keepsOwnNames: true };
} // prettier-ignore

function sqlLayoutOf({ name, folder }: Framework, files: Files): SqlLayout {
  const names = name === 'sqlx' ? files.list(folder).filter((entry) => entry.endsWith('.sql')) : [];
  if (names.length > 0 && !names.some((entry) => entry.endsWith('.up.sql'))) return sqlxWithoutDown;
  return sqlLayouts[name] ?? sqlLayouts.plain;
}

/** Where the migration in the making is: one file, or a folder of several. */
function currentFolder(folder: string, files: Files): string {
  const current = within(folder, 'current');
  return files.list(current).length > 0 ? current : folder;
}

function extensionFor({ name, folder, language }: Framework, files: Files): string {
  const there = scriptExtension(folder, files);
  const isTypescript = language === 'ts';
  if (there !== null && there.endsWith('ts') === isTypescript) return there;
  if (isTypescript) return '.ts';
  // Its command-line tool loads no modules.
  return name === 'sequelize' && isModule(folder, files) ? '.cjs' : '.js';
}

function flavourFor(framework: Framework, files: Files): Flavour {
  const extension = extensionFor(framework, files);
  if (extension.endsWith('ts')) return 'ts';
  return extension === '.mjs' || (extension === '.js' && isModule(framework.folder, files)) ? 'esm' : 'cjs';
}

/** Whether the nearest package.json makes `.js` a module. */
function isModule(folder: string, files: Files): boolean {
  const text = files.read(within(folder, 'package.json'));
  if (text !== null) return /"type"\s*:\s*"module"/.test(text);
  return folder === '' ? false : isModule(folder.slice(0, Math.max(folder.lastIndexOf('/'), 0)), files);
}
