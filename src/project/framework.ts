import { folderOf, within } from '../migration/path.ts';
import type { Files } from '../types.ts';
import { frameworkNames, kindOf, type FrameworkName, type Language, type Naming } from './framework-kinds.ts';
import { findMigrations, type MigrationGroup } from './framework-migrations.ts';
import { findSigns, type Sign } from './framework-signs.ts';
import { walkProject } from './framework-walk.ts';

export type { FrameworkName } from './framework-kinds.ts';

/** A migration framework as a project uses it. */
export interface Framework {
  /** Its adapter's name; `plain` when nothing tells a framework. */
  readonly name: FrameworkName;
  /** The folder of its migrations, as in `SourceFile.path`; it may not exist yet. Empty for the root. */
  readonly folder: string;
  /** What a new migration is written in. */
  readonly language: Language;
  /** How a new migration is named where there is none to go by. */
  readonly naming: Naming;
  /** How many migrations there are. */
  readonly amount: number;
  /** The file or folder that tells it, or null for the default. */
  readonly evidence: string | null;
}

/** The framework of a project's migrations: of several the one in use, else the one that is installed. */
export function detectFramework(files: Files): Framework {
  return detectFrameworks(files)[0] ?? frameworkOf('plain');
}

/** All frameworks of a project, those with the newest and most migrations first. */
export function detectFrameworks(files: Files): readonly Framework[] {
  const folders = walkProject(files);
  const signs = findSigns(folders, files);
  const groups = findMigrations(folders, files, (path, language) => ownerOf(path, language, signs));
  const used = [...groups].sort(byUse).map(inUse);
  const unused = signs.filter(({ name, base }) => !used.some((one) => one.name === name && isIn(one.folder, base)));
  return [...used, ...unused.map(installed)];
}

/** A framework that a person names, as the project uses it or else as it comes. */
export function frameworkOf(name: FrameworkName, folder: string = kindOf(name).folder): Framework {
  const { languages, naming } = kindOf(name);
  return { name, folder, language: languages[0] ?? 'sql', naming, amount: 0, evidence: null };
}

/** The newest first where both tell the time, else the one with more migrations; a known framework before plain SQL. */
function byUse(a: MigrationGroup, b: MigrationGroup): number {
  const plain = Number(a.name === 'plain') - Number(b.name === 'plain');
  const times = a.newest !== null && b.newest !== null ? b.newest - a.newest : 0;
  return plain || times || b.amount - a.amount;
}

function inUse({ name, folder, language, amount }: MigrationGroup): Framework {
  return { ...frameworkOf(name, folder), language, amount, evidence: folder };
}

function installed({ name, base, folder, evidence, typescript }: Sign): Framework {
  const framework = frameworkOf(name, within(base, folder ?? kindOf(name).folder).replace(/\/$/, ''));
  const language = framework.language === 'ts' && !typescript ? 'js' : framework.language;
  return { ...framework, language, evidence };
}

/** The framework that a folder's project has installed and that writes such files. */
function ownerOf(path: string, language: Language, signs: readonly Sign[]): FrameworkName | null {
  const wanted: readonly Language[] = language === 'sql' ? ['sql'] : ['ts', 'js'];
  const near = signs.filter(({ name, base }) => {
    const speaks = kindOf(name).languages.some((one) => wanted.includes(one));
    return speaks && isIn(folderOf(path), base) && (language !== 'sql' || unmarked.includes(name));
  });
  return near.sort((a, b) => b.base.length - a.base.length || order(a.name) - order(b.name))[0]?.name ?? null;
}

/** Frameworks whose SQL files say nothing of them. */
const unmarked: readonly FrameworkName[] = ['atlas', 'postgres-migrations', 'sqlx', 'slonik', 'umzug'];

const order = (name: FrameworkName) => frameworkNames.indexOf(name);

const isIn = (folder: string, base: string) => base === '' || folder === base || folder.startsWith(`${base}/`);
