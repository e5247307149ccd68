import { logPath, type LogEntry } from '../approval/log-lines.ts';
import type { Failure } from '../engine/database.ts';
import { appendToLog } from '../files/approval-log.ts';
import { authorLine, readAuthor } from '../new/author.ts';
import { timeOf, type Process } from '../process.ts';
import { amount } from '../report/tally.ts';
import { printDifferences } from '../trial/catalog/differences.ts';
import type { Finding } from '../types.ts';
import type { Judged } from './judge.ts';
import type { FileRun } from './run-file.ts';
import { failureWords, linesOf, timeWords } from './words.ts';

/** Writes down what became of a file; answers whether it could. */
export type Record = (
  event: LogEntry['event'],
  file: string,
  rest: Pick<LogEntry, 'rule' | 'approval' | 'why'>,
) => Promise<boolean>;

/** Writes into the log of a project, in the name of the person that git knows. */
export async function recorder(root: string, process: Process): Promise<Record> {
  const author = await readAuthor(process);
  const by = author && authorLine(author);
  const now = () => timeOf(process).toISOString();
  return async (event, file, rest) => {
    try {
      await appendToLog(root, { event, at: now(), by, file, ...rest });
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(linesOf([`farout-guard: ${logPath}: cannot be written: ${reason}`]));
      return false;
    }
  };
}

/** Why it was refused. */
export function refusalEntry(blocking: readonly Finding[]): Pick<LogEntry, 'rule' | 'why'> {
  const rules = [...new Set(blocking.map(({ rule }) => rule))].join(', ');
  const places = blocking.map(({ line, column, rule }) => `${line}:${column} ${rule}`).join(', ');
  return { rule: rules, why: `exec: no approval on record that counts: ${places}` };
}

const mostChanges = 20;

/** What was done, in one line. */
export function runEntry({ source, result }: Judged, { course, milliseconds, changes, problems }: FileRun, surroundings: readonly string[]): Pick<LogEntry, 'approval' | 'why'> {
  const { done, failed, unsure, left } = course;
  const printed = changes.length === 0 ? [] : printDifferences(changes.slice(0, mostChanges)).split('\n');
  const more = changes.length > mostChanges ? [`${changes.length - mostChanges} more changes`] : [];
  const why = [
    ...(failed ? [failureWords(source, { ...failed, failure: withoutRows(failed.failure) })] : []),
    `done: ${amount(done.length, 'statement')} in ${timeWords(milliseconds)}`,
    ...(unsure.length > 0 ? [`unknown: ${unsure.length}`] : []),
    ...(left.length > 0 ? [`not run: ${left.length}`] : []),
    ...printed, ...more, ...problems, ...surroundings,
  ].join('; ');
  const ids = result.kind === 'failed' ? [] : result.findings.flatMap(({ approval }) => (approval?.mode === 'record' ? approval.ids : []));
  return { ...(ids.length === 0 ? {} : { approval: [...new Set(ids)].join(', ') }), why };
} // prettier-ignore

/** PostgreSQL's details show what is in rows, which is nothing to keep. */
function withoutRows({ detail: _, hint: __, where: ___, ...failure }: Failure): Failure {
  return failure;
}
