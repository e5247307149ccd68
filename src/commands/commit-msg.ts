import { basename, relative, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import type { Process } from '../process.ts';
import { printable } from '../report/printable.ts';
import { addToTally, emptyTally } from '../report/tally.ts';
import type { Arguments, Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { lintOptions, readLintOptions, type LintOptions } from './lint-options.ts';
import { openOutputs } from './outputs.ts';

/** Judges the message of the commit that is about to be made. */
export const commitMsg: Command = {
  usage: 'commit-msg <file>',
  summary: 'judge the message of a commit that changes migrations',
  operands: [0, 1],
  options: {
    'fix-template': {
      value: null,
      description: 'print the message that is expected, with the names of the staged files',
    },
    config: lintOptions.config,
    format: lintOptions.format,
    'output-file': lintOptions['output-file'],
    'max-warnings': lintOptions['max-warnings'],
    rule: lintOptions.rule,
    color: lintOptions.color,
    'no-color': lintOptions['no-color'],
  },
  notes: {
    'Exit codes': exitCodes,
    Examples: [
      'farout-guard commit-msg .git/COMMIT_EDITMSG',
      'farout-guard commit-msg --fix-template',
      'git commit --edit -m "$(farout-guard commit-msg --fix-template)"',
    ],
  },
  run: runCommitMsg,
};

async function runCommitMsg(args: Arguments, process: Process): Promise<number> {
  const options = readLintOptions({ operands: [], options: args.options });
  const [file] = args.operands;
  if (args.options.has('fix-template')) return printTemplate(options, process);
  if (file === undefined)
    throw new UserError('commit-msg needs the file with the message: farout-guard commit-msg .git/COMMIT_EDITMSG');
  try {
    return await judge(file, args.options.has('format'), options, process);
  } catch (error) {
    process.stderr.write(remedy(file, false, process));
    throw error;
  }
}

async function printTemplate({ config, rules }: LintOptions, process: Process): Promise<number> {
  const { openMessage } = await import('../commit-message/open.ts');
  const { templateFor } = await import('../commit-message/template.ts');
  const context = await openMessage({ file: '.git/COMMIT_EDITMSG', config, rules }, process);
  if (context === null) throw new UserError('the rule commit-message is off: no message is expected');
  if (context.commit.migrations.length === 0) process.stderr.write('farout-guard: no migration is staged\n');
  process.stdout.write(await templateFor(context));
  return 0;
}

async function judge(file: string, isReported: boolean, options: LintOptions, process: Process): Promise<number> {
  const started = performance.now();
  const { judgeMessage } = await import('../commit-message/judge.ts');
  const { config, rules, outputs: wanted, colour, maxWarnings } = options;
  const { result, root, amends } = await judgeMessage({ file, config, rules }, process);
  const tally = result === null ? emptyTally : addToTally(emptyTally, result);
  // A hook has nothing to say about a message that is right.
  if (isReported || tally.filesWithProblems > 0) {
    const outputs = await openOutputs(wanted, { colour, root }, process);
    if (result !== null) outputs.file(result);
    outputs.end(tally, performance.now() - started);
  }
  if (tally.errors === 0 && tally.warnings <= maxWarnings) return 0;
  process.stderr.write(remedy(file, amends, process));
  return 1;
}

/** How to go on with the message, which git keeps. */
function remedy(file: string, amends: boolean, process: Process): string {
  const { GIT_PREFIX: prefix = '', GIT_INDEX_FILE: index = 'index' } = process.env;
  const path = resolve(process.cwd(), file);
  const near = relative(resolve(process.cwd(), prefix), path);
  const shown = printable(near.length < path.length ? near : path);
  // Git has another index than the usual one for `-a` and for paths, and throws it away now.
  const others = basename(index) === 'index' ? '' : ' (and with -a or the paths that you gave)';
  const command = `git commit${amends ? ' --amend' : ''} --edit --file=${quoted(shown)}`;
  return `farout-guard: the commit is not made; its message is kept. Mend it with${others}\n\n  ${command}\n\n`;
}

const quoted = (path: string) => (/^[\w./:@+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
