import type { PresetName } from '../config/presets.ts';
import type { Framework } from '../project/framework.ts';
import type { Survey } from './survey.ts';
import { document, type Wish } from './wish.ts';

const path = '.farout-guardrc.json';

/** The configuration, at the top, where every hook finds it; one that is there stays as it is. */
export function configurationWishes(preset: PresetName, folders: readonly string[], known: Survey): readonly Wish[] {
  const { config, packages } = known;
  if (config !== null && !config.includes('/')) return [];
  const hasModules = packages !== null && !packages.isPlugAndPlay;
  const modules = packages?.home ? `./${packages.home}/node_modules` : './node_modules';
  const schema = hasModules ? { $schema: `${modules}/farout-guard/src/config/schema.json` } : {};
  const migrations = folders.length > 0 ? { migrations: folders } : {};
  const about =
    folders.length > 0 ? `${preset}, for ${folders.join(', ')}` : `${preset}, for the folders of all frameworks`;
  const lines = Object.entries({ ...schema, extends: preset, ...migrations }).map(
    ([key, value]) => `  "${key}": ${inOneLine(value)}`,
  );
  return [document(path, about, `{\n${lines.join(',\n')}\n}\n`)];
}

const inOneLine = (value: unknown) =>
  Array.isArray(value) ? `[${value.map((each) => JSON.stringify(each)).join(', ')}]` : JSON.stringify(value);

const mostFolders = 8;

/**
 * The folders to name in the configuration: none when there are too many, or when the defaults cover migrations that would be
 * left out.
 */
export function migrationFolders(frameworks: readonly Framework[], migrations: readonly string[]): readonly string[] {
  const used = frameworks.filter(({ amount }) => amount > 0);
  const wanted = used.length > 0 ? used : frameworks.filter(({ name }) => name !== 'plain').slice(0, 1);
  const all = [...new Set(wanted.map(({ folder }) => folder))];
  const outer = all.filter((folder) => !all.some((other) => other !== folder && folder.startsWith(`${other}/`))).sort();
  const isCovered = migrations.every((file) => outer.some((folder) => file.startsWith(`${folder}/`)));
  const isPlain = outer.every((folder) => /^[^!*?[\]{}()|\\]+$/.test(folder));
  return isCovered && isPlain && outer.length <= mostFolders ? outer : [];
}
