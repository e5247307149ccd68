import type { Asking } from '../asking.ts';
import { checkConfig } from './check.ts';
import { locate } from './locate.ts';
import { listOf, type Layer } from './merge.ts';
import { findPreset, presetNames } from './presets.ts';
import { configError, showPath, type Key } from './problem.ts';
import { readConfigFile, type ConfigFile } from './read-file.ts';
import { templateOptions } from './template.ts';
import type { UserConfig } from './types.ts';

const deepest = 50;
const most = 500;

interface Progress {
  readonly cwd: string;
  /** The files that led here, the first one first. */
  readonly chain: readonly string[];
  readonly seen: { files: number };
}

/** Reads a configuration and all that it extends, each checked: what comes first is built upon. */
export function* readConfigs(path: string, cwd: string): Asking<readonly Layer[]> {
  return yield* readOne(path, { cwd, chain: [path], seen: { files: 0 } });
}

function* readOne(path: string, progress: Progress): Asking<readonly Layer[]> {
  const file = yield* readConfigFile(path, showPath(path, progress.cwd));
  const config = checkConfig(file.value, file.name, file.keys);
  const bases: Layer[] = [];
  for (const [key, reference] of referencesOf(config)) {
    bases.push(...(yield* readBase(reference, { file, keys: [...file.keys, ...key] }, progress)));
  }
  return [...bases, { ...config, ...templateOptions(config, file) }];
}

function referencesOf({ extends: references = [] }: UserConfig): readonly (readonly [readonly Key[], string])[] {
  const alone = typeof references === 'string';
  return listOf(references).map((reference, index) => [alone ? ['extends'] : ['extends', index], reference]);
}

function* readBase(
  reference: string,
  { file, keys }: { readonly file: ConfigFile; readonly keys: readonly Key[] },
  { cwd, chain, seen }: Progress,
): Asking<readonly Layer[]> {
  const preset = findPreset(reference);
  if (preset) return [{ rules: preset, approvals: { mode: reference === 'recommended' ? 'inline' : 'record' } }];
  const located = locate(reference, file.path, presetNames);
  if ('problem' in located) throw configError(file.name, located.problem, { keys });
  const next = [...chain, located.path];
  seen.files += 1;
  if (chain.includes(located.path)) {
    const circle = next.slice(chain.indexOf(located.path)).map((path) => showPath(path, cwd));
    throw configError(file.name, `goes in a circle: ${circle.join(' → ')}`, { keys });
  }
  if (next.length > deepest) throw configError(file.name, `goes through more than ${deepest} files`, { keys });
  if (seen.files > most) throw configError(file.name, `leads to more than ${most} files`, { keys });
  return yield* readOne(located.path, { cwd, chain: next, seen });
}
