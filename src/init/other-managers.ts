import type { HookManager } from '../project/hook-managers.ts';
import { objectIn } from '../project/manifest.ts';
import type { PackageManager } from '../project/package-manager.ts';
import { hookCommand, type HookName } from './hook-lines.ts';
import { getInJson, setInJson } from './json-edit.ts';
import { isCalledIn } from './script-edit.ts';
import { isOurs, type Wish } from './wish.ts';
import { addToYaml, type ParseYaml, type YamlEntry } from './yaml-edit.ts';

/** How each manager hands on the file with the message. */
type Passed = Readonly<Record<'pre-commit' | 'commit-msg', string>>;

const named = Object.entries as (passed: Passed) => readonly (readonly [name: HookName, passed: string])[];

/** https://lefthook.dev/configuration: a hook has `jobs`, or `commands` by name. */
export function lefthookWishes(file: string, packages: PackageManager | null, parse: ParseYaml): readonly Wish[] {
  const passed: Passed = { 'pre-commit': '', 'commit-msg': ' {1}' };
  return named(passed).map(([name, words]) => {
    const run = `run: ${hookCommand(name, packages, words)}`;
    const commands: YamlEntry = { keys: [name, 'commands'], lines: ['farout-guard:', `  ${run}`] };
    const jobs: YamlEntry = { keys: [name, 'jobs'], lines: ['- name: farout-guard', `  ${run}`] };
    const text = [`${name}:`, '  commands:', '    farout-guard:', `      ${run}`, ''].join('\n');
    const merge = (there: string) => {
      if (!/\.ya?ml$/.test(file)) return isCalledIn(there) ? there : null;
      if (isSaid(there, name, parse)) return there;
      const usesJobs = new RegExp(`^${name}:(?:\\s*#.*)?\\r?\\n(?:[ \\t].*\\r?\\n|\\s*\\r?\\n|#.*\\r?\\n)*?[ \\t]+jobs:`, 'm').test(there); // prettier-ignore
      return addToYaml(there, usesJobs ? jobs : commands, parse);
    };
    return {
      path: file,
      about: `lefthook's ${name} calls farout-guard`,
      text,
      merge,
      beside: text,
      needed: name === 'pre-commit',
    };
  });
}

/** https://pre-commit.com/#repository-local-hooks */
export function preCommitWishes(file: string, packages: PackageManager | null, parse: ParseYaml): readonly Wish[] {
  const hook = (name: HookName, more: readonly string[]) => [
    `    - id: farout-guard-${name}`,
    `      name: farout-guard ${name}`,
    `      entry: ${hookCommand(name, packages, '')}`,
    '      language: system',
    '      always_run: true',
    ...more,
  ];
  const lines = [
    '- repo: local',
    '  hooks:',
    ...hook('pre-commit', ['      pass_filenames: false', '      stages: [pre-commit]']),
    ...hook('commit-msg', ['      stages: [commit-msg]']),
  ];
  const merge = (there: string) =>
    isSaid(there, 'repos', parse) ? there : addToYaml(there, { keys: ['repos'], lines }, parse);
  const text = ['repos:', ...lines.map((line) => `  ${line}`), ''].join('\n');
  return [{ path: file, about: 'pre-commit calls farout-guard', text, merge, beside: text, needed: true }];
}

/** Its commands become the lines of a shell script; ours comes first, and nothing after it can make good what it refuses. */
export function simpleGitHooksWishes(
  { file, keys }: HookManager & { readonly kind: 'simple-git-hooks' },
  packages: PackageManager | null,
): readonly Wish[] {
  const passed: Passed = { 'pre-commit': '', 'commit-msg': ' "$1"' };
  return named(passed).map(([name, words]) => {
    const place = [...keys, name];
    const command = hookCommand(name, packages, words);
    const text = `${JSON.stringify({ [name]: command }, null, 2)}\n`;
    const merge = (there: string) => {
      const line = getInJson(there, place);
      if (line !== undefined && typeof line !== 'string') return null;
      if (line !== undefined && isOurs(line)) return there;
      const rest = line ? ` || exit 1; ${line}` : '';
      return file.endsWith('.json') ? setInJson(there, place, command + rest) : isCalledIn(there) ? there : null; // prettier-ignore
    };
    return {
      path: file,
      about: `simple-git-hooks' ${name} calls farout-guard`,
      text,
      merge,
      beside: text,
      needed: name === 'pre-commit',
    };
  });
}

/** Whether what stands under a key, comments left out, speaks of us. */
function isSaid(text: string, key: string, parse: ParseYaml): boolean {
  try {
    return isOurs(JSON.stringify(objectIn(parse(text))[key] ?? ''));
  } catch {
    return false;
  }
}
