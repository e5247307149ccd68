import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { guard, type Run, type Start } from '../cli.ts';
import { project } from '../project.ts';
import { engines } from './engine.ts';

/** A project, until the test is over. */
export function trialProject(files: Readonly<Record<string, string>>): string {
  const root = project(files);
  shareStart(root);
  return root;
}

/** Gives a project what PGlite makes before its first start: it takes seconds. */
export function shareStart(root: string): void {
  mkdirSync(storeOf(root), { recursive: true });
  for (const name of readdirSync(engines))
    if (name.startsWith('pglite-')) symlinkSync(join(engines, name), join(storeOf(root), name));
}

/** Where a project keeps what its runs have made. */
export const storeOf = (root: string): string => join(root, 'node_modules/.cache/farout-guard/engines');

/** A migration for dbmate. */
export const dbmate = (up: string, down = 'SELECT 1;'): string => `-- migrate:up\n${up}\n-- migrate:down\n${down}\n`;

/** A file of the json report. */
interface Reported {
  readonly path: string;
  readonly messages: readonly { readonly ruleId: string; readonly messageId: string; readonly message: string }[];
  readonly trial: {
    readonly untestable?: string;
    readonly steps?: readonly { readonly name: string; readonly state: string }[];
    readonly unchanged?: boolean;
    readonly locks?: readonly object[];
    readonly opinions?: readonly object[];
  };
}

/** What a run has said, by the file's name without its folder. */
export interface Tested extends Run {
  readonly files: readonly Reported[];
  /** `ok`, the rules that fire with their messages' names, or `? ` and why it is not testable. */
  readonly said: Readonly<Record<string, string>>;
}

/** Runs `farout-guard test` with a json report. */
export function trial(root: string, args: readonly string[] = [], start: Start = {}): Tested {
  return read(guard(['test', '--format', 'json', ...args], { cwd: root, ...start }));
}

/** Reads what a run with a json report has said. */
export function read(run: Run): Tested {
  if (!run.stdout.startsWith('[')) throw new Error(`no report: ${run.stdout}${run.stderr}`);
  const files = JSON.parse(run.stdout) as readonly Reported[];
  const said = files.map(({ path, trial, messages }) => {
    const rules = messages.map(({ ruleId, messageId }) => `${ruleId} ${messageId}`).join(', ');
    return [path.split('/').at(-1), trial.untestable === undefined ? rules || 'ok' : `? ${trial.untestable}`] as const;
  });
  return { ...run, files, said: Object.fromEntries(said) as Record<string, string> };
}
