import { mergeConfigs } from './config/merge.ts';
import { resolve } from './config/resolve.ts';
import type { Config } from './config/types.ts';
import { isScript } from './config/defaults.ts';
import { UserError } from './errors.ts';
import { lintSource } from './lint.ts';
import type { ScriptReader } from './script/read-script.ts';
import type { Files, Finding } from './types.ts';

export { rules } from '../rules/index.ts';
export { loadConfig, type LoadOptions } from './config/load.ts';
export type { Config, RuleSetting, Severity, UserConfig } from './config/types.ts';
export { UserError } from './errors.ts';
export { loadScriptReader } from './script-reader.ts';
export type { ScriptReader } from './script/read-script.ts';
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
  /** From `loadScriptReader`, for a `path` in TypeScript or JavaScript; without one such a text is an error. */
  readonly scripts?: ScriptReader | null;
}

const noFiles: Files = { read: () => null, list: () => [] };

/**
 * Judges one migration; findings come sorted by position, `line` and `column` count from 1 in UTF-16 units.
 * An approved finding has its `approval` and blocks nothing. Throws an `Error` that names the rule when a rule fails.
 */
export function lintText(text: string, options: LintTextOptions = {}): readonly Finding[] {
  const {
    path = 'migration.sql',
    config = mergeConfigs([], { path: null, root: '.' }),
    files = noFiles,
    scripts = null,
  } = options;
  if (isScript(path) && !scripts) throw new UserError(`${path}: give lintText what reads scripts: { scripts: await loadScriptReader([path]) }`); // prettier-ignore
  return lintSource({ path, text }, files, resolve(config, path), { scripts }).findings;
}
