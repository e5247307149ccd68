import { presetNames, type PresetName } from '../config/presets.ts';
import type { Host } from '../init/survey.ts';
import type { Process } from '../process.ts';
import type { Arguments, Command } from './command.ts';

const hosts: readonly Host[] = ['github', 'gitlab', 'none'];

/** Sets a repository up: what to do is shown first, and nothing that is there is overwritten. */
export const init: Command = {
  usage: 'init',
  summary: 'guard this repository: configuration, git hook, CI, templates and checklists',
  operands: [0, 0],
  options: {
    'yes': { short: 'y', value: null, description: 'do it without asking' },
    'dry-run': { value: null, description: 'print what would change as a patch, and change nothing' },
    'preset': { value: '<name>', description: 'how strict to be (default: recommended)', choices: presetNames },
    'ci': { value: '<host>', description: 'where the pipeline runs (default: where the remote is)', choices: hosts },
  },
  notes: {
    'What it does': [
      'It writes .farout-guardrc.json, the hook through the manager that is there (husky, lefthook, pre-commit, simple-git-hooks,',
      "git's own; husky where there is none; behind lint-staged where that is called), a template for migrations,",
      'DATABASE_PREFLIGHT_CHECKLIST.md, INCIDENTS.md, a template for pull requests, and a pipeline.',
      'Where ESLint is used: its entry in eslint.config.* and .vscode/settings.json, so that the editor shows findings.',
      'A file that is there gets an addition, or ours beside it as .new. A second run changes nothing. It uses no network.',
    ],
    'Exit codes': [
      '0  done, or nothing to do',
      '1  done, and something is left to you before commits are guarded: the last lines say what',
      '2  could not run: wrong arguments, no git repository, nobody to ask (--yes), a file cannot be written',
    ],
    'Examples': ['farout-guard init', 'farout-guard init --dry-run', 'farout-guard init --yes --preset strict --ci gitlab'],
  },
  run: runInit,
}; // prettier-ignore

async function runInit({ options }: Arguments, process: Process): Promise<number> {
  const { setUp } = await import('../init/set-up.ts');
  const wanted = {
    preset: (options.get('preset')?.at(-1) ?? null) as PresetName | null,
    ci: (options.get('ci')?.at(-1) ?? null) as Host | null,
  };
  return setUp({ ...wanted, isDryRun: options.has('dry-run'), isAgreed: options.has('yes') }, process);
}
