import type { HookManager } from '../project/hook-managers.ts';
import { objectIn } from '../project/manifest.ts';
import type { PackageManager } from '../project/package-manager.ts';
import { hookCommand, type HookName } from './hook-lines.ts';
import { getInJson, setInJson } from './json-edit.ts';
import { isCalledIn, isLintStaged } from './script-edit.ts';
import { isOurs, type Wish } from './wish.ts';
import { addToYaml, type ParseYaml, type YamlEntry } from './yaml-edit.ts';

/** How each manager hands on the file with the message. */
type Passed = Readonly<Record<'pre-commit' | 'pre-merge-commit' | 'commit-msg', string>>;

const named = Object.entries as (passed: Passed) => readonly (readonly [name: HookName, passed: string])[];

/** https://lefthook.dev/configuration: a hook has `jobs`, or `commands` by name. */
export function lefthookWishes(file: string, packages: PackageManager | null, parse: ParseYaml): readonly Wish[] {
  const passed: Passed = { 'pre-commit': '', 'pre-merge-commit': '', 'commit-msg': ' {1}' };
  return named(passed).map(([name, words]) => {
    const run = `run: ${hookCommand(name, packages, words)}`;
    const commands: YamlEntry = { keys: [name, 'commands'], lines: ['farout-guard:', `  ${run}`] };
    const jobs: YamlEntry = { keys: [name, 'jobs'], lines: ['- name: farout-guard', `  ${run}`] };
    const head = name === 'pre-commit' ? [lefthookSetting] : [];
    const text = [...head, `${name}:`, '  commands:', '    farout-guard:', `      ${run}`, ''].join('\n');
    const called = (there: string) => {
      if (isSaid(there, name, parse)) return there;
      const usesJobs = new RegExp(`^${name}:(?:\\s*#.*)?\\r?\\n(?:[ \\t].*\\r?\\n|\\s*\\r?\\n|#.*\\r?\\n)*?[ \\t]+jobs:`, 'm').test(there); // prettier-ignore
      return addToYaml(there, usesJobs ? jobs : commands, parse);
    };
    const merge = (there: string) => {
      if (!/\.ya?ml$/.test(file)) return isCalledIn(there) ? there : null;
      return withSetting(called(there), lefthookSetting, parse);
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

/** Without it lefthook's hooks let everything pass where lefthook is not installed. */
const lefthookSetting = 'assert_lefthook_installed: true';

/** What `pre-commit install` sets up in each clone. */
const preCommitSetting = 'default_install_hook_types: [pre-commit, pre-merge-commit, commit-msg]';

/** A text of YAML with a setting; whatever it is set to already stays. */
function withSetting(text: string | null, line: string, parse: ParseYaml): string | null {
  const [key = ''] = line.split(':');
  if (text === null || valueIn(text, key, parse) !== undefined) return text;
  return addToYaml(text, { keys: [], lines: [line] }, parse) ?? text;
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
    ...hook('pre-commit', ['      pass_filenames: false', '      stages: [pre-commit, pre-merge-commit]']),
    ...hook('commit-msg', ['      stages: [commit-msg]']),
  ];
  const called = (there: string) =>
    isSaid(there, 'repos', parse) ? there : addToYaml(there, { keys: ['repos'], lines }, parse);
  const merge = (there: string) => withSetting(called(there), preCommitSetting, parse);
  const text = [preCommitSetting, 'repos:', ...lines.map((line) => `  ${line}`), ''].join('\n');
  return [{ path: file, about: 'pre-commit calls farout-guard', text, merge, beside: text, needed: true }];
}

/** Its commands become the lines of a shell script; ours comes first, and nothing after it can make good what it refuses. Only lint-staged comes before it. */
export function simpleGitHooksWishes(
  { file, keys }: HookManager & { readonly kind: 'simple-git-hooks' },
  packages: PackageManager | null,
): readonly Wish[] {
  const passed: Passed = { 'pre-commit': '', 'pre-merge-commit': '', 'commit-msg': ' "$1"' };
  return named(passed).map(([name, words]) => {
    const place = [...keys, name];
    const command = hookCommand(name, packages, words);
    const text = `${JSON.stringify({ [name]: command }, null, 2)}\n`;
    const merge = (there: string) => {
      const line = getInJson(there, place);
      if (line !== undefined && typeof line !== 'string') return null;
      if (line !== undefined && isOurs(line)) return there;
      const all = !line ? command : isLintStaged(line) ? `${line} && ${command}` : `${command} || exit 1; ${line}`;
      return file.endsWith('.json') ? setInJson(there, place, all) : isCalledIn(there) ? there : null;
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
  return isOurs(JSON.stringify(valueIn(text, key, parse) ?? ''));
}

function valueIn(text: string, key: string, parse: ParseYaml): unknown {
  try {
    return objectIn(parse(text))[key];
  } catch {
    return undefined;
  }
}
