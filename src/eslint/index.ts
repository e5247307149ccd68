import type { ESLint, Linter } from 'eslint';
import { rules as ours } from '../../rules/index.ts';
import type { PresetName } from '../config/presets.ts';
import { manifest } from '../package.ts';
import { rememberParsed } from '../sql/postgres.ts';
import { configOf } from './configs.ts';
import { sqlLanguage } from './language.ts';
import type { ProjectOptions } from './options.ts';
import { projectConfig } from './project.ts';
import { protectFromSql } from './protect.ts';
import { toEslintRule } from './to-eslint-rule.ts';

export type { SqlComment, SqlDocument, SqlStatement, SqlToken } from './document.ts';
export type { DeepNode } from './deep-node.ts';
export type { GuardSettings, ProjectOptions, SqlLanguageOptions } from './options.ts';

/** The plugin `farout-guard/eslint`. */
export interface FaroutGuardPlugin extends ESLint.Plugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  readonly rules: NonNullable<ESLint.Plugin['rules']>;
  readonly configs: Readonly<Record<PresetName, Linter.Config[]>>;
  /**
   * The project's own farout-guard configuration as an array to spread: its files, severities, options and overrides. Throws for what is wrong
   * in it.
   */
  readonly project: (options?: ProjectOptions) => Linter.Config[];
  /** A configuration of others that leaves SQL alone: an `ignores` for SQL in every entry that is not for ignoring alone. */
  readonly protect: (...configs: readonly ConfigInput[]) => Linter.Config[];
}

/** A configuration, or several in arrays of any depth. */
export type ConfigInput = Linter.Config | readonly ConfigInput[];

rememberParsed();

const plugin: FaroutGuardPlugin = {
  meta: { name: 'farout-guard', version: manifest.version, namespace: 'farout-guard' },
  languages: { sql: sqlLanguage as never },
  rules: Object.fromEntries(Object.entries(ours).map(([name, rule]) => [name, toEslintRule(name, rule)])),
  // Each holds the plugin itself.
  configs: {
    get recommended() {
      return configOf('recommended', plugin);
    },
    get strict() {
      return configOf('strict', plugin);
    },
    get protocol() {
      return configOf('protocol', plugin);
    },
  },
  project: (options = {}) => projectConfig(plugin, options),
  protect: (...configs) => protectFromSql(configs),
};

export const meta: FaroutGuardPlugin['meta'] = plugin.meta;
export const rules: FaroutGuardPlugin['rules'] = plugin.rules;
export const languages: FaroutGuardPlugin['languages'] = plugin.languages;
export const configs: FaroutGuardPlugin['configs'] = plugin.configs;
export const project: FaroutGuardPlugin['project'] = plugin.project;
export const protect: FaroutGuardPlugin['protect'] = plugin.protect;
// What `require()` gives.
export { plugin as default, plugin as 'module.exports' };
