import { rules } from '../../rules/index.ts';
import { reports, type Run } from '../cli.ts';
import type { Repository } from './repository.ts';

/** Every SQL file is a migration, and only what these tests need is judged. */
export const rc = {
  '.farout-guardrc': configuration({ migrations: ['**/*.sql'] }),
};

/** A configuration with the rules about tables and unreadable files alone, and what else is asked for. */
export function configuration(settings: object, rule = 'no-drop-table'): string {
  const active = ['no-drop-table', 'unverifiable-sql', rule];
  const severities = Object.keys(rules).map((name) => [name, active.includes(name) ? 'error' : 'off']);
  return `${JSON.stringify({ rules: Object.fromEntries(severities) as object, ...settings })}\n`;
}

export const good = 'CREATE TABLE IF NOT EXISTS users (id bigint);\n';
export const bad = 'DROP TABLE users;\n';

/** What a run says: its exit code, the rules that found something in each judged file, and standard error. */
export interface Verdict {
  readonly code: number | null;
  /** `path` or `path: rule rule`. */
  readonly files: readonly string[];
  readonly stderr: string;
}

interface Start {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Judges with the given arguments of `lint`, in this process. */
export async function verdict(
  repository: Repository,
  args: readonly string[] = ['--staged'],
  start: Start = {},
): Promise<Verdict> {
  const run = await repository.call(['lint', ...args, '--format', 'json'], start);
  return { code: run.code, files: run.stdout === '' ? [] : judged(run, repository.root), stderr: run.stderr };
}

/** The files of a json report and what was found in each. */
function judged(run: Run, root: string): readonly string[] {
  return reports(run).map(({ filePath, messages }) =>
    [filePath.replace(`${root}/`, ''), [...new Set(messages.map(({ ruleId }) => ruleId))].join(' ')]
      .filter(Boolean)
      .join(': '),
  );
}
