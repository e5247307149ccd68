import { rules } from '../../rules/index.ts';
import type { Rule } from '../rule.ts';
import type { Level } from '../types.ts';
import type { RuleSetting, Severity } from './types.ts';

/** What a preset sets: every rule. */
export type Preset = Readonly<Record<string, RuleSetting>>;

export type PresetName = 'recommended' | 'strict' | 'protocol';

/** The options that make everything block. */
const strictOptions: Readonly<Record<string, object>> = { directive: { unused: 'error' } };

/** The options that also make a rule ask for the protocol's own names and header. */
const protocolOptions: Readonly<Record<string, object>> = {
  ...strictOptions,
  'migration-filename': { convention: 'protocol' },
  'template-header': { ...rules['template-header']?.defaults },
};

const byLevel: Readonly<Record<Level, Severity>> = { 1: 'warn', 2: 'error', 3: 'error' };

/**
 * `recommended`: all rules but the protocol's own, those of level 1 as warnings; `strict`: the same rules block; `protocol`: all rules
 * block, with the protocol's file names and header.
 */
export const presets: Readonly<Record<PresetName, Preset>> = {
  recommended: preset((_name, rule) => (rule.protocolOnly ? 'off' : byLevel[rule.level])),
  strict: preset((name, rule) => (rule.protocolOnly ? 'off' : blocking(strictOptions[name]))),
  protocol: preset((name) => blocking(protocolOptions[name])),
};

function blocking(options: object | undefined): RuleSetting {
  return options ? ['error', options] : 'error';
}

/** Their names, the default first. */
export const presetNames: readonly string[] = Object.keys(presets);

/** The preset of that name, or null. */
export function findPreset(name: string): Preset | null {
  return Object.hasOwn(presets, name) ? presets[name as PresetName] : null;
}

function preset(setting: (name: string, rule: Rule) => RuleSetting): Preset {
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, setting(name, rule)]));
}
