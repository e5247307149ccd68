import { now } from '../asking.ts';
import { readConfigs } from './extend.ts';
import { find, type LoadOptions } from './load.ts';
import { mergeConfigs } from './merge.ts';
import type { Config } from './types.ts';

/** What `loadConfig` loads, for those who cannot wait. A configuration whose script does is a `UserError`. */
export function loadConfigNow(options: LoadOptions): Config {
  const { cwd, path, home } = find(options);
  return mergeConfigs(path === null ? [] : now(readConfigs(path, cwd)), home);
}
