import { recordPath, type Backup } from '../approval/record.ts';
import { shorten } from '../name-list.ts';
import { timeOf } from '../process.ts';
import { printableLines } from '../report/printable.ts';
import { askFor, type Answer } from './ask.ts';
import { backupGiven, makeBackup } from './backup/settle.ts';
import type { Case } from './backup/needed.ts';
import { recordOf, signed, writeDown } from './give.ts';
import { fromHere, type Ground } from './ground.ts';
import { backupWords, incidentsPath } from './incident.ts';
import { unmeasured } from './measure/measure.ts';
import { entryOf, type Log } from './note.ts';
import type { Wishes } from './options.ts';
import type { Person } from './person.ts';
import type { Request } from './request.ts';
import { viewOf } from './show.ts';
import { isStop } from './stop.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** Who permits what, and what they have said beforehand. */
interface Call {
  readonly ground: Ground;
  readonly person: Person;
  readonly log: Log;
  readonly wishes: Wishes;
}

/** Asks for everything before anything is written. Answers the exit code. */
export async function permit(open: readonly Request[], call: Call): Promise<number> {
  const { ground, log } = call;
  const terminal = openTerminal(ground.process);
  let current = open[0];
  try {
    const cases = await terminal.during(measured(open, call, terminal));
    if (call.wishes.backup.kind === 'file') terminal.say('Reading the backup …\n\n');
    const given = await terminal.during(backupGiven(call.wishes.backup, cases, ground, terminal.signal));
    const answers: (readonly [Case, Answer])[] = [];
    for (const one of cases) {
      current = one.request;
      answers.push([one, await askFor(one, call.wishes, ground.config.approvals, terminal, viewOf(ground))]);
    }
    await give(answers, await backup(given, cases, call, terminal), call, terminal);
    return 0;
  } catch (error) {
    if (!isStop(error)) throw error;
    terminal.say('\n');
    if (current) await log('aborted', current, error.message);
    return error.exitCode;
  } finally {
    terminal.close();
  }
} // prettier-ignore

async function measured(open: readonly Request[], { ground, wishes }: Call, terminal: Terminal): Promise<readonly Case[]> {
  const { address, countTimeout: seconds } = wishes;
  if (address === null) return open.map((request) => ({ request, measured: unmeasured }));
  terminal.say(`Asking the database (counting for at most ${seconds} s) …\n\n`);
  const { measureAll } = await import('./measure/measure-all.ts');
  const all = await measureAll(open, { address, root: ground.config.root, seconds, now: ground.now, signal: terminal.signal });
  return open.map((request, index) => ({ request, measured: all[index] ?? unmeasured }));
} // prettier-ignore

/** The backup that was given, or one that is made now that the person has said yes. */
async function backup(given: Backup | null, cases: readonly Case[], { wishes, ground, log }: Call, terminal: Terminal): Promise<Backup | null> {
  const { backup: wish, address } = wishes;
  if (wish.kind !== 'make' || address === null) return given;
  terminal.say('\nMaking the backup …\n');
  try {
    return await terminal.during(makeBackup({ path: wish.path, address }, cases, ground, terminal.signal));
  } catch (error) {
    if (!isStop(error)) for (const { request } of cases) await log('aborted', request, 'the backup could not be made');
    throw error;
  }
} // prettier-ignore

async function give(answers: readonly (readonly [Case, Answer])[], copy: Backup | null, { ground, person, wishes }: Call, terminal: Terminal): Promise<void> {
  const { config, process } = ground;
  const at = timeOf(process);
  const given = { by: person, backup: copy, expires: wishes.expires, at, secrets: wishes.address ? [wishes.address.url] : [] };
  const drafts = answers.map(([one, answer]) => [one, recordOf(one, { ...given, ...answer })] as const);
  terminal.hold();
  const records = [];
  for (const [one, draft] of drafts) records.push([one, config.approvals.signed ? await signed(draft, ground) : draft] as const);
  for (const [{ request }, record] of records) await writeDown(record, entryOf('approved', request, person, at), ground);
  terminal.say(`\nBackup: ${printableLines(backupWords(copy))}\n`);
  for (const [{ request }, { id, expires }] of records)
    terminal.say(`Approved: ${shorten(printableLines(request.statement))}\n  in ${fromHere(recordPath(id), ground)}, until ${expires.slice(0, 10)}\n`);
  const paths = new Set(records.map(([{ request }]) => request.path));
  terminal.say(printableLines(`\nIt counts once git knows it:\n\n  git add ${['.farout-guard', incidentsPath, ...paths].map((path) => fromHere(path, ground)).join(' ')}\n`));
  terminal.say(`\n${incidentsPath} has an entry for it: fill in what came of it when it has run.\n`);
} // prettier-ignore
