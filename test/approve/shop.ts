import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { rules } from '../../rules/index.ts';
import { linesOf, logProblems, logPath } from '../../src/approval/log-lines.ts';
import { parseRecord, type ApprovalRecord } from '../../src/approval/record.ts';
import { run } from '../../src/run.ts';
import { repository, type Contents, type Repository } from '../git/repository.ts';
import { personal } from './terminal.ts';

/** The migration that destroys something. */
export const path = 'db/migrations/0002_orders.sql';

/** A repository with a migration that drops a table, and these settings of approvals. */
export function shop(approvals: object = {}, files: Contents = {}): Repository {
  const only = Object.entries(rules).map(([name, { level }]) => [name, level === 3 ? 'error' : 'off']);
  const config = JSON.stringify({ rules: Object.fromEntries(only) as object, approvals });
  return repository({ '.farout-guardrc.json': config, [path]: 'DROP TABLE orders;\n', ...files });
}

/** What is written down in a repository. */
export interface Written {
  readonly records: readonly ApprovalRecord[];
  /** What each line of the log says: event and why. */
  readonly log: readonly string[];
  readonly incidents: string | null;
}

/** Reads what was written down; a log that is not whole fails. */
export function written({ root }: Repository): Written {
  const read = (name: string) => (existsSync(join(root, name)) ? readFileSync(join(root, name), 'utf8') : null);
  const folder = join(root, '.farout-guard/approvals');
  const log = read(logPath) ?? '';
  if (logProblems(log).length > 0) throw new Error(logProblems(log).join('\n'));
  return {
    records: (existsSync(folder) ? readdirSync(folder) : []).map((name) => parseRecord(readFileSync(join(folder, name), 'utf8'))!),
    log: linesOf(log).map(({ line }) => [line!.event, line!.why].filter(Boolean).join(': ')),
    incidents: read('INCIDENTS.md'),
  };
} // prettier-ignore

/** What a run in this process gave. */
export interface Asked {
  readonly code: number;
  readonly shown: string;
  readonly stderr: string;
}

/** Runs `approve` in this process with a person who gives these answers, one a line, then says no more, and presses Ctrl-C when something is shown. */
export async function ask(repo: Repository, args: readonly string[], answers: readonly string[], env: Readonly<Record<string, string>> = {}, until: RegExp | null = null): Promise<Asked> {
  const said = { shown: '', stderr: '' };
  let interrupt = () => {};
  const show = (text: string) => {
    said.shown += text;
    if (until?.test(text)) setTimeout(interrupt, 200);
  };
  const code = await run({
    argv: ['node', 'farout-guard', 'approve', path, ...args],
    cwd: () => repo.root,
    version: process.version,
    env: { ...personal(repo.env), NO_COLOR: '1', ...env },
    stdin: Object.assign(Readable.from(answers.map((answer) => `${answer}\n`)), { isTTY: true }),
    stdout: { isTTY: true, columns: 100, write: show },
    on: (signal, act) => {
      if (signal === 'SIGINT') interrupt = act;
    },
    stderr: { write: (text) => (said.stderr += text) },
  });
  return { code, ...said };
} // prettier-ignore

/** A reason that will do. */
export const reason = ['--reason', 'replaced by invoices in release 41'];
/** A backup that nobody looks into. */
export const stated = ['--backup', 's3://bucket/orders.dump'];
