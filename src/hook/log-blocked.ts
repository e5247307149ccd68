import { appendToLog } from '../files/approval-log.ts';
import { readAuthor, authorLine } from '../new/author.ts';
import { timeOf, type Process } from '../process.ts';
import type { Finding } from '../types.ts';

/** Something that destroys data and was stopped. */
export interface Blocked {
  /** The project's root, absolute. */
  readonly root: string;
  readonly path: string;
  readonly text: string;
  readonly finding: Finding;
}

const longest = 200;

/** Writes down what a hook has stopped. A log that cannot be written stops nothing more: the commit is stopped anyway. */
export async function logBlocked(all: readonly Blocked[], process: Process): Promise<void> {
  const author = await readAuthor(process);
  const at = timeOf(process).toISOString();
  try {
    for (const { root, path, text, finding } of all)
      await appendToLog(root, {
        event: 'blocked',
        at,
        by: author && authorLine(author),
        file: path,
        rule: finding.rule,
        statement: (finding.sent?.words ?? text.slice(...finding.statement)).replace(/\s+/g, ' ').trim().slice(0, longest),
        why: finding.message.split('\n', 1)[0] ?? '',
      });
  } catch (error) {
    process.stderr.write(`farout-guard: the log could not be written: ${error instanceof Error ? error.message : String(error)}\n`);
  }
} // prettier-ignore
