import type { Config } from '../config/types.ts';
import { isScript } from '../config/defaults.ts';
import { openRehearsal, type Attempted, type Rehearsal } from '../files/git/rehearsal.ts';
import { toPath } from '../files/path.ts';
import { lastLine } from '../files/run-program.ts';
import { UserError } from '../errors.ts';
import type { Survey } from '../init/survey.ts';
import type { Process } from '../process.ts';
import { printable } from '../report/printable.ts';
import { failure, good, warning, type Check } from './check.ts';

/** What must be refused. */
const destructive = 'DROP TABLE farout_guard_doctor;\n';
const destructiveScript = `/** @param { import("knex").Knex } knex */
export const up = (knex) => knex.raw('DROP TABLE farout_guard_doctor');
`;

/** Git and the system's own programs: what a program with windows gives to hooks. */
const barePath = '/usr/bin:/bin:/usr/sbin:/sbin';

interface Subject {
  readonly survey: Survey;
  readonly config: Config;
  /** Where the migration is put, from the top of the repository. */
  readonly path: string;
}

/** Tries to commit a destructive migration in a throw-away copy: with all that is here, without PATH, in a new working tree. */
export async function proveHook(subject: Subject, process: Process): Promise<readonly Check[]> {
  try {
    const rehearsal = openRehearsal(await originalOf(subject, process));
    try {
      return attempts(rehearsal, subject, process);
    } finally {
      rehearsal.close();
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const remedy = 'Mend that; farout-guard doctor --no-proof looks without trying.';
    return [failure('proof', `nothing is proved: ${error.message}`, remedy)];
  }
}

async function originalOf({ survey, config }: Subject, { env }: Process) {
  const { top, git, hooks, packages, writable } = survey;
  const home = packages?.home ?? '';
  const root = toPath(config.root.slice(top.length)).replace(/^\//, '');
  return { top, commonDir: writable[1] ?? '', hooksPath: hooks.path, homes: [home, root], env, git };
}

function attempts(rehearsal: Rehearsal, { path }: Subject, { env }: Process): readonly Check[] {
  const file = { path, text: isScript(path) ? destructiveScript : destructive };
  const here = judge('proof', rehearsal.tryCommit(file, { where: 'copy', env }));
  if (here.state !== 'good') return [withSwitches(here, env)];
  const bare = { ...env, PATH: barePath, NVM_BIN: undefined };
  const noPath = rehearsal.tryCommit(file, { where: 'copy', env: bare });
  const worktree = rehearsal.tryCommit(file, { where: 'new worktree', env });
  return [here, ...(env['OS'] === 'Windows_NT' ? [] : [withoutPath(noPath)]), inWorktree(worktree)];
}

/** Where the configuration names another framework than that of our script, the script itself is refused. */
const isOurs = ({ output }: Attempted) => /no-drop-table|unverifiable-sql/.test(output);

function judge(title: string, attempted: Attempted): Check {
  if (attempted.committed)
    return failure(
      title,
      'a commit that drops a table went through in a throw-away copy of this repository',
      'Set the hook up: npx farout-guard init. Lines for each manager of hooks: https://github.com/farout-guard/farout-guard/blob/main/docs/hooks.md',
    );
  if (!isOurs(attempted))
    return failure(
      title,
      `a commit was refused, but not by farout-guard: ${saidLast(attempted)}`,
      'Mend that first: until then no commit can be made, or nobody can say what would be checked.',
    );
  return good(title, 'a commit that drops a table was refused in a throw-away copy of this repository');
}

/** Some variables switch hooks off; who has set one should hear of it. */
function withSwitches(check: Check, env: Process['env']): Check {
  const off = ['HUSKY', 'LEFTHOOK', 'SKIP_SIMPLE_GIT_HOOKS', 'SKIP'].filter((name) => env[name] !== undefined);
  if (off.length === 0 || check.remedy === null) return check;
  return { ...check, remedy: `${off.join(' and ')} is set in the environment: unset it. ${check.remedy}` };
}

function withoutPath(attempted: Attempted): Check {
  const title = 'without PATH';
  if (!attempted.committed && isOurs(attempted))
    return good(title, 'refused as well, as a program with windows commits');
  const remedy = 'Name the folder of node for hooks, in ~/.config/husky/init.sh: export PATH="/folder/of/node:$PATH"';
  if (attempted.committed) return failure(title, 'with a bare PATH the commit went through', remedy);
  return warning(title, `a program with windows could commit nothing: ${saidLast(attempted)}`, remedy);
}

function inWorktree(attempted: Attempted): Check {
  const title = 'new worktree';
  if (!attempted.committed && isOurs(attempted))
    return good(title, 'refused in a new working tree as well (git worktree add)');
  const remedy =
    'After git worktree add, install the packages there (npm ci). CI has to run the same check in any case.';
  const words = attempted.committed
    ? 'in a new working tree (git worktree add) the commit went through: its hooks are not there yet'
    : `in a new working tree nothing can be committed at first: ${saidLast(attempted)}`;
  return warning(title, words, remedy);
}

/** npm and pre-commit end with the place of a log. */
function saidLast({ output }: Attempted): string {
  const lines = output.split(/\r?\n/).filter((line) => !/\b(?:complete log of|check the log at)\b/i.test(line));
  return printable(lastLine(lines.join('\n')) || 'it said nothing').slice(0, 200);
}
