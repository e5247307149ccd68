import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { guidance } from '../hook/guidance.ts';
import { hint } from '../nearest.ts';
import { hasLog } from '../files/has-log.ts';
import type { Blocked } from '../hook/log-blocked.ts';
import type { Process } from '../process.ts';
import type { FileResult } from '../report/reporter.ts';
import type { Arguments, Command, Option } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { lint, runLint } from './lint.ts';
import { lintOptions } from './lint-options.ts';

type OptionValues = Arguments['options'];

/** What a git hook judges; answers the exit code. */
type Hook = (operands: readonly string[], options: OptionValues, process: Process) => Promise<number>;

// A hook decides by itself what is judged.
const without = /^(?:staged|diff|since|stdin|stdin-filename|cache|cache-location|update-baseline|shard|allow-empty)$/;
const options: Readonly<Record<string, Option>> = Object.fromEntries(
  Object.entries(lintOptions).filter(([name]) => !without.test(name)),
);

const hooks: Readonly<Record<string, Hook>> = {
  'pre-commit': judgeIndex,
  'pre-merge-commit': judgeIndex,
  'commit-msg': judgeMessage,
  'prepare-commit-msg': prepareMessage,
  'pre-push': judgePush,
};

/** Judges what git is about to do, as the hooks that we ship call it. */
export const hook: Command = {
  usage: 'hook <name> [arguments of git…]',
  summary: 'judge a commit or a push, as a git hook of that name',
  operands: [1, Infinity],
  options,
  notes: {
    Hooks: [
      'pre-commit          what is staged: lint --staged',
      'pre-merge-commit    the same for a merge that git commits by itself',
      'commit-msg          the message: commit-msg <file>',
      'prepare-commit-msg  offers a message in the editor',
      'pre-push            what the push brings, read from standard input: lint --diff <remote>...<local>',
    ],
    'Exit codes': exitCodes,
    Examples: ['sh node_modules/farout-guard/hooks/pre-commit "$@"', 'farout-guard hook pre-commit'],
  },
  run: runHook,
};

function runHook({ operands: [name = '', ...operands], options }: Arguments, process: Process): Promise<number> {
  const run = Object.hasOwn(hooks, name) ? hooks[name] : undefined;
  if (run) return run(operands, options, process);
  const names = Object.keys(hooks);
  return Promise.reject(new UserError(`hook ${name}: must be one of ${names.join(', ')}.${hint(name, names)}`));
}

async function judgeIndex(_: readonly string[], options: OptionValues, process: Process): Promise<number> {
  const blocked: Blocked[] = [];
  const args = { operands: [], options: new Map([...options, ['staged', []]]) };
  const code = await runLint(args, terse(process), (result, config) => blocked.push(...blockedIn(result, config)));
  if (blocked.length > 0) await (await import('../hook/log-blocked.ts')).logBlocked(blocked, process);
  if (code !== 0) process.stderr.write(guidance('commit', `Fix what is said above and git add it; ${permission}`));
  return code;
}

/** What destroys data and nobody has permitted. */
function blockedIn(result: FileResult, { root, approvals }: Config): readonly Blocked[] {
  // Who has never had an approval on record has no log, and gets none by a commit.
  if (result.kind === 'failed' || (approvals.mode === 'inline' && !hasLog(root))) return [];
  const open = result.findings.filter(
    ({ level, approval, severity }) => level === 3 && approval === null && severity === 'error',
  );
  return open.map((finding) => ({ root, path: result.path, text: result.text, finding }));
}

/** Most commits have no migration: about those a hook has nothing to say. */
function terse(process: Process): Process {
  const { stdout } = process;
  const write = (text: string) => /^.*no problems; 0 files checked .*\n$/.test(text) || stdout.write(text);
  return changed(process, 'stdout', changed(stdout, 'write', write));
}

/** The same but for one property. */
const changed = <Whole extends object, Key extends keyof Whole>(whole: Whole, key: Key, value: Whole[Key]) =>
  Object.create(whole, { [key]: { value } }) as Whole;

async function judgePush([remote = '']: readonly string[], options: OptionValues, process: Process): Promise<number> {
  const { rangesOnStdin } = await import('../hook/ranges-on-stdin.ts');
  const ranges = await rangesOnStdin(remote, options.get('config')?.at(-1), process);
  if (ranges.length === 0) return 0;
  const code = await lint.run({ operands: [], options: new Map([...options, ['diff', ranges]]) }, terse(process));
  if (code !== 0) process.stderr.write(guidance('push', `Fix what is said above and commit it; ${permission}`));
  return code;
}

async function judgeMessage(operands: readonly string[], given: OptionValues, process: Process): Promise<number> {
  const { commitMsg } = await import('./commit-msg.ts');
  const options = new Map([...given].filter(([name]) => Object.hasOwn(commitMsg.options, name)));
  return commitMsg.run({ operands, options }, process);
}

async function prepareMessage(operands: readonly string[], _: OptionValues, process: Process): Promise<number> {
  const { prepareCommitMessage } = await import('../commit-message/prepare.ts');
  return prepareCommitMessage(operands, process);
}

const permission = 'what has to destroy data, a person approves: npx farout-guard approve <file>';
