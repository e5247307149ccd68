import { mergeConfigs } from './config/merge.ts';
import { resolve } from './config/resolve.ts';
import type { Config } from './config/types.ts';
import { lintSource } from './lint.ts';
import type { Files, Finding } from './types.ts';

export { rules } from '../rules/index.ts';
export { loadConfig, type LoadOptions } from './config/load.ts';
export type { Config, RuleSetting, Severity, UserConfig } from './config/types.ts';
export { UserError } from './errors.ts';
export { defineRule, type Problem, type Rule } from './rule.ts';
export type * from './types.ts';

/** How a text is judged. */
export interface LintTextOptions {
  /** Where it stands below the configuration's root, with `/`; the framework and the name's convention are told by it. */
  readonly path?: string;
  /** From `loadConfig`; without one the preset `recommended` holds. */
  readonly config?: Config;
  /** The files around it, such as its down migration; without them there are none. */
  readonly files?: Files;
}

const noFiles: Files = { read: () => null, list: () => [] };

/**
 * Judges one migration; findings come sorted by position, `line` and `column` count from 1 in UTF-16 units.
 * An approved finding has its `approval` and blocks nothing. Throws an `Error` that names the rule when a rule fails.
 */
export function lintText(text: string, options: LintTextOptions = {}): readonly Finding[] {
  const { path = 'migration.sql', config = mergeConfigs([], { path: null, root: '.' }), files = noFiles } = options;
  return lintSource({ path, text }, files, resolve(config, path)).findings;
}
