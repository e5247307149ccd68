import { UserError } from '../errors.ts';
import { within } from '../migration/path.ts';
import { hint } from '../nearest.ts';
import { frameworkNames, kindOf, type FrameworkName, type Language } from '../project/framework-kinds.ts';
import { detectFrameworks, frameworkOf, type Framework } from '../project/framework.ts';
import type { Files } from '../types.ts';

/** What a person says about where and how the migration is to be written. */
export interface Choice {
  readonly framework: string | null;
  /** Relative to the project's root. */
  readonly folder: string | null;
  readonly language: 'sql' | 'ts' | null;
  /** The working folder, relative to the project's root. */
  readonly below: string;
}

/** The framework to write for, and others that the project uses as well. */
export interface Chosen {
  readonly framework: Framework;
  readonly others: readonly Framework[];
}

/** The framework that a person names, else that of the folder, of the working folder, of the project. */
export function chooseFramework(choice: Choice, files: Files): Chosen {
  const name = choice.framework === null ? null : frameworkNamed(choice.framework);
  const all = detectFrameworks(files).filter((one) => name === null || one.name === name);
  const found = all.find(({ folder }) => folder === choice.folder) ?? all.find(isBelow(choice.below)) ?? all[0];
  const own = frameworkOf(name ?? 'plain');
  const chosen = found ?? { ...own, folder: within(choice.below, own.folder), language: usual(own.name, choice, files) };
  const folder = choice.folder ?? chosen.folder;
  const framework = { ...chosen, folder, language: languageFor(chosen, choice.language) };
  const isOpen = choice.framework === null && choice.folder === null;
  return { framework, others: isOpen ? all.filter((one) => one !== found && one.amount > 0) : [] };
} // prettier-ignore

function frameworkNamed(name: string): FrameworkName {
  const known = frameworkNames.find((one) => one === name);
  if (known) return known;
  const list = [...frameworkNames].sort().join(', ');
  throw new UserError(`--framework ${name}: must be one of ${list}.${hint(name, frameworkNames)}`);
}

const isBelow =
  (folder: string) =>
  ({ folder: one }: Framework) =>
    folder !== '' && (one === folder || one.startsWith(`${folder}/`));

/** TypeScript only where the project has it. */
function usual(name: FrameworkName, { below }: Choice, files: Files): Language {
  const [language = 'sql'] = kindOf(name).languages;
  const speaks = ['', below].some((folder) => files.list(folder).includes('tsconfig.json'));
  return language === 'ts' && !speaks ? 'js' : language;
}

function languageFor({ name, language }: Framework, wanted: 'sql' | 'ts' | null): Language {
  const { languages } = kindOf(name);
  const isScript = languages.some((one) => one !== 'sql');
  if (wanted === null || wanted === language) return language;
  if (wanted === 'ts' && isScript && name !== 'db-migrate') return 'ts';
  if (wanted === 'sql' && languages.includes('sql')) return 'sql';
  const written = isScript ? (name === 'db-migrate' ? 'JavaScript or SQL' : 'TypeScript or JavaScript') : 'SQL';
  throw new UserError(`--${wanted}: ${name} takes migrations in ${written}; name another one with --framework`);
}
