import type { ESLint, Linter } from 'eslint';
import { defaultMigrations } from '../config/default-migrations.ts';
import { anyScript, defaultIgnore, scriptExtensions } from '../config/defaults.ts';
import { type PresetName, presets } from '../config/presets.ts';
import type { RuleSetting } from '../config/types.ts';

export type Entry = Linter.Config;
type Files = NonNullable<Entry['files']>;

const name = 'farout-guard';

/** The rules of a configuration under the names that they have in ESLint. */
export function rulesFor(settings: Readonly<Record<string, RuleSetting>>): NonNullable<Entry['rules']> {
  return Object.fromEntries(
    Object.entries(settings).map(([rule, setting]) => [`${name}/${rule}`, setting as Linter.RuleEntry]),
  );
}

/** Lets ESLint read SQL. */
export function sqlEntry(plugin: ESLint.Plugin): Entry {
  return { name: `${name}/sql`, files: [anySql], plugins: { [name]: plugin }, language: `${name}/sql` };
}

/** Capital letters are no way around. */
export const anySql = '**/*.[sS][qQ][lL]';

const anyCase = (glob: string) => glob.replace(/\bsql(?=[,}]|$)/, '[sS][qQ][lL]');
const anywhere = (glob: string) => (glob.startsWith('**/') ? glob : `**/${glob}`);
const [sql, scripts] = [/\.(?:sql|\{[^}]*sql[^}]*\})$/, new RegExp(`\\.(?:${scriptExtensions.join('|')}|\\{[^}]*\\})$`)].map(
  (ending) => defaultMigrations.filter((glob) => ending.test(glob)).map(anywhere),
) as [string[], string[]]; // prettier-ignore

/** The configuration of a preset: an array to spread. */
export function configOf(preset: PresetName, plugin: ESLint.Plugin): Entry[] {
  const rules = rulesFor(presets[preset]);
  const entry = (what: string, files: Files): Entry => ({
    name: `${name}/${preset}/${what}`,
    files,
    ignores: [...defaultIgnore],
    plugins: { [name]: plugin },
    rules,
  });
  return [
    sqlEntry(plugin),
    entry('sql', within(sql.map(anyCase), anySql)),
    entry('scripts', within(scripts, `**/${anyScript}`)),
  ];
} // prettier-ignore

/** Files that match one of the globs and the last one, too. */
const within = (globs: readonly string[], last: string): Files => globs.map((glob) => [glob, last]);
