import type { Linter } from 'eslint';
import { anySql } from './configs.ts';
import type { ConfigInput } from './index.ts';

/** The entries of configurations, each of which but those that only ignore files leaves SQL alone. */
export function protectFromSql(configs: readonly ConfigInput[]): Linter.Config[] {
  return configs.flatMap((config) => (isList(config) ? protectFromSql(config) : [withoutSql(config)]));
}

const isList = (config: ConfigInput): config is readonly ConfigInput[] => Array.isArray(config);

function withoutSql(config: Linter.Config): Linter.Config {
  const { name: _, basePath: __, ignores = [], ...rest } = config as Linter.Config & { readonly basePath?: string };
  return Object.keys(rest).length === 0 ? config : { ...config, ignores: [...ignores, anySql] };
}
