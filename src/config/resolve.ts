import { rules } from '../../rules/index.ts';
import { UserError } from '../errors.ts';
import { matcher, type Matcher } from './match.ts';
import { mergeRules } from './merge.ts';
import type { ActiveRule, Config, FileConfig, RuleSetting } from './types.ts';

/** The overrides that are for the same files. */
interface Group {
  readonly matches: Matcher;
  readonly indexes: number[];
}

interface Compiled {
  readonly groups: readonly Group[];
  /** By the indexes of the overrides that match. */
  readonly results: Map<string, FileConfig>;
}

const compiled = new WeakMap<Config, Compiled>();

/** The configuration as it applies to one file, whose path is relative to `config.root`. Files with the same overrides share one value. */
export function resolve(config: Config, path: string): FileConfig {
  const { groups, results } = compiled.get(config) ?? compile(config);
  const indexes = groups.flatMap((group) => (group.matches(path) ? group.indexes : []));
  const matching = indexes.sort((a, b) => a - b);
  const key = matching.join();
  const known = results.get(key) ?? build(config, matching);
  results.set(key, known);
  return known;
}

function compile(config: Config): Compiled {
  const groups = new Map<string, Group>();
  for (const [index, { files }] of config.overrides.entries()) {
    const key = files.join('\0');
    const group = groups.get(key) ?? { matches: matcher(files), indexes: [] };
    group.indexes.push(index);
    groups.set(key, group);
  }
  const result = { groups: [...groups.values()], results: new Map<string, FileConfig>() };
  compiled.set(config, result);
  return result;
}

function build(config: Config, matching: readonly number[]): FileConfig {
  const layers = matching.flatMap((index) => config.overrides[index] ?? []);
  const settings = layers.reduce((merged, layer) => mergeRules(merged, layer.rules), config.rules);
  return {
    rules: Object.keys(settings)
      .sort()
      .flatMap((name) => activate(name, settings[name] ?? 'off')),
    adapter: layers.findLast(({ adapter }) => adapter !== undefined)?.adapter ?? config.adapter,
    postgres: layers.findLast(({ postgres }) => postgres !== undefined)?.postgres ?? config.postgres,
    approvals: config.approvals,
  };
}

function activate(name: string, setting: RuleSetting): readonly ActiveRule[] {
  const [severity, options = {}] = typeof setting === 'string' ? [setting] : setting;
  if (severity === 'off') return [];
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (!rule) throw new UserError(`unknown rule "${name}"`);
  return [{ name, severity, options: complete(rule.defaults, options) as object }];
}

/** Defaults with given options over them, objects in objects too and lists as a whole, as ESLint does it. */
function complete(defaults: unknown, given: unknown): unknown {
  if (!isObject(defaults) || !isObject(given)) return given;
  const merged = new Map(Object.entries(defaults));
  for (const [key, value] of Object.entries(given)) {
    merged.set(key, merged.has(key) ? complete(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
