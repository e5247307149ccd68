import { logPath, type LogEntry, type LogEvent } from '../approval/log-lines.ts';
import { appendToLog } from '../files/approval-log.ts';
import { timeOf } from '../process.ts';
import { printableLines } from '../report/printable.ts';
import type { Ground } from './ground.ts';
import { personWords, type Person } from './person.ts';
import type { Request } from './request.ts';
import { withoutPasswords } from './secrets.ts';

/** Notes an attempt. */
export type Log = (event: LogEvent, request: Request, why: string) => Promise<void>;

const longestStatement = 300;

/** Notes attempts of a person. What cannot be noted is told, and changes nothing: nobody has permitted anything. */
export function logger({ config: { root }, process }: Ground, person: Person | null): Log {
  return async (event, request, why) => {
    const entry = entryOf(event, request, person, timeOf(process));
    await appendToLog(root, { ...entry, why }).catch((error: unknown) => {
      process.stderr.write(printableLines(`farout-guard: ${logPath} cannot be written: ${error instanceof Error ? error.message : String(error)}\n`));
    });
  };
} // prettier-ignore

/** What a line of the log says of a request. */
export function entryOf(
  event: LogEvent,
  { path, rule, statement }: Request,
  person: Person | null,
  at: Date,
): LogEntry {
  const words = withoutPasswords(statement).replace(/\s+/g, ' ').slice(0, longestStatement);
  return { event, at: at.toISOString(), by: personWords(person), file: path, rule, statement: words };
}
