import { defaultApprovals, type ApprovalSettings } from '../approval/settings.ts';
import { defaultMigrations } from './default-migrations.ts';
import { defaultIgnore, defaultPostgres, defaultTimeout } from './defaults.ts';
import { presets } from './presets.ts';
import type { Config, RuleSetting, Settings, Severity, TestSettings, UserConfig } from './types.ts';

type Rules = Readonly<Record<string, RuleSetting>>;
type Override = Config['overrides'][number];

/** A configuration to merge, with options that it gives to rules without saying how severe they are. */
export interface Layer extends UserConfig {
  readonly options?: Readonly<Record<string, object>>;
}

/** Rules with later settings over them; a setting that gives only a severity keeps the options it meets, as in ESLint. */
export function mergeRules(base: Rules, own: Rules = {}): Rules {
  const merged = new Map(Object.entries(base));
  for (const [name, setting] of Object.entries(own)) merged.set(name, mergeSetting(merged.get(name), setting));
  return Object.fromEntries(merged);
}

function mergeSetting(base: RuleSetting | undefined, own: RuleSetting): RuleSetting {
  const [severity, options = optionsOf(base)] = typeof own === 'string' ? [own] : own;
  return options === undefined ? severity : [severity, options];
}

function optionsOf(setting: RuleSetting | undefined): object | undefined {
  return typeof setting === 'string' ? undefined : setting?.[1];
}

/**
 * One configuration of several, later ones over earlier ones, on top of the preset `recommended`. What a later one says for
 * all files also wins over the `overrides` of an earlier one, as in ESLint.
 */
export function mergeConfigs(layers: readonly Layer[], { path, root }: { path: string | null; root: string }): Config {
  let rules: Rules = presets.recommended;
  const overrides: Override[] = [];
  for (const layer of layers) {
    const own = settingsOf(layer, rules);
    rules = mergeRules(rules, own.rules);
    if (overrides.length > 0 && Object.keys(own).length > 0) overrides.push({ files: ['**'], ...own });
    for (const { files, ...settings } of layer.overrides ?? []) overrides.push({ files: listOf(files), ...settings });
  }
  const last = <Value>(pick: (layer: Layer) => Value | undefined) =>
    layers.map(pick).findLast((value) => value !== undefined);
  return {
    path,
    root,
    migrations: last(({ migrations }) => migrations) ?? defaultMigrations,
    ignore: [...defaultIgnore, ...layers.flatMap(({ ignore = [] }) => ignore)],
    rules,
    adapter: last(({ adapter }) => adapter) ?? null,
    postgres: last(({ postgres }) => postgres) ?? defaultPostgres,
    overrides,
    approvals: Object.assign(
      {},
      defaultApprovals,
      ...layers.map(({ approvals }) => approvals ?? {}),
    ) as ApprovalSettings,
    baseBranch: last(({ baseBranch }) => baseBranch) ?? null,
    schemaSources: last(({ schemaSources }) => schemaSources) ?? [],
    baseline: last(({ baseline }) => baseline) ?? null,
    test: mergeTest(layers.map(({ test }) => test ?? {})),
  };
}

/** What prepares the database adds up; of the rest the last one counts. */
function mergeTest(layers: readonly TestSettings[]): Config['test'] {
  const { engine = 'pglite', timeout = defaultTimeout } = Object.assign({}, ...layers) as TestSettings;
  const stubs = layers.map(({ stubExtensions = [] }) =>
    Array.isArray(stubExtensions)
      ? Object.fromEntries(stubExtensions.map((name: string) => [name, '']))
      : stubExtensions,
  );
  return {
    engine,
    timeout,
    setup: layers.flatMap(({ setup = [] }) => setup),
    ignore: layers.flatMap(({ ignore = [] }) => ignore),
    stubExtensions: Object.assign({}, ...stubs) as Config['test']['stubExtensions'],
  };
}

/** What a layer sets for all files and an override may set too; `before` are the rules that it builds on. */
function settingsOf({ rules, options = {}, adapter, postgres }: Layer, before: Rules): Settings {
  const completed = Object.entries(options).map(([name, given]) => [name, [severityOf(before[name]), given]] as const);
  const own = completed.length === 0 ? rules : mergeRules(Object.fromEntries(completed), rules);
  return {
    ...(own === undefined ? {} : { rules: own }),
    ...(adapter === undefined ? {} : { adapter }),
    ...(postgres === undefined ? {} : { postgres }),
  };
}

function severityOf(setting: RuleSetting = 'off'): Severity {
  return typeof setting === 'string' ? setting : setting[0];
}

/** A list of what may be written alone. */
export function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
