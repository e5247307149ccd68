import { logPath, type LogEntry, type LogEvent } from '../approval/log-lines.ts';
import { personProblem } from '../approval/permissions.ts';
import { recordPath, type Backup } from '../approval/record.ts';
import type { Arguments } from '../commands/command.ts';
import { UserError } from '../errors.ts';
import { appendToLog } from '../files/approval-log.ts';
import { authorsOf } from '../files/approval-facts.ts';
import { printable } from '../files/path.ts';
import { shorten } from '../name-list.ts';
import type { Process } from '../process.ts';
import { printableLines } from '../report/printable.ts';
import { agentIn } from './agents.ts';
import { askFor, type Answer } from './ask.ts';
import { backupGiven, makeBackup } from './backup/settle.ts';
import type { Case } from './backup/needed.ts';
import { recordOf, signed, writeDown } from './give.ts';
import { fromHere, openGround, pathsOf, type Ground } from './ground.ts';
import { backupWords, incidentsPath } from './incident.ts';
import { unmeasured } from './measure/measure.ts';
import { readWishes, type Wishes } from './options.ts';
import { personAt, personWords, unknownPerson, type Person } from './person.ts';
import { requestsIn, type Request, type Requests } from './request.ts';
import { withoutPasswords } from './secrets.ts';
import { viewOf } from './show.ts';
import { isStop } from './stop.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const nobodyCanBeAsked = 3;

/** Asks a person to permit what these files destroy, and writes down what they permit. Answers the exit code. */
export async function approve({ operands, options }: Arguments, process: Process): Promise<number> {
  const ground = await openGround(options, process);
  const person = await personAt(process);
  const found: Requests[] = [];
  for (const path of pathsOf(operands, ground)) found.push(await requestsIn(path, ground, person?.email ?? null));
  const open = found.flatMap((each) => each.open);
  if (open.length === 0) return nothingToAsk(found, ground);
  const log = logger(ground, person);
  const nobody = whyNobody(process);
  if (nobody !== null) {
    for (const request of open) await log('refused', request, nobody);
    process.stderr.write(printableLines(`farout-guard: ${nobody}. A person runs this in a terminal of their own:\n\n  npx farout-guard approve ${operandsOf(open, ground)}\n`));
    return nobodyCanBeAsked;
  }
  if (person === null) throw unknownPerson();
  await checkRights(open, person, ground, log);
  return permit(open, { ground, person, log, wishes: readWishes({ options }, ground.config.approvals) });
} // prettier-ignore

function nothingToAsk(found: readonly Requests[], { process, config }: Ground): number {
  const own = found.flatMap((each) => each.own);
  const approved = found.reduce((sum, each) => sum + each.approved, 0);
  const { required } = config.approvals;
  if (own.length > 0) process.stdout.write(`You have approved it (${own.join(', ')}); ${required} people must, and somebody else is missing.\n`);
  else if (approved > 0) process.stdout.write('Nothing to approve: all that destroys data is approved.\n');
  else process.stdout.write('Nothing to approve: nothing destroys data.\n');
  return 0;
} // prettier-ignore

function whyNobody({ env, stdin, stdout }: Process): string | null {
  const agent = agentIn(env);
  if (agent !== null) return `${agent} is set: a program runs this, and a program cannot give a person's permission`;
  if (stdin.isTTY === true && stdout.isTTY === true) return null;
  return "there is no terminal, so nobody can be asked: a program cannot give a person's permission";
}

const operandsOf = (open: readonly Request[], ground: Ground) =>
  [...new Set(open.map(({ path }) => fromHere(path, ground)))].join(' ');

type Log = (event: LogEvent, request: Request, why: string) => Promise<void>;

const longestStatement = 300;

/** What cannot be noted is told, and changes nothing: nobody has permitted anything. */
function logger({ config: { root }, process }: Ground, person: Person | null): Log {
  return async (event, request, why) => {
    const entry = entryOf(event, request, person, process.now?.() ?? new Date());
    await appendToLog(root, { ...entry, why }).catch((error: unknown) => {
      process.stderr.write(printableLines(`farout-guard: ${logPath} cannot be written: ${error instanceof Error ? error.message : String(error)}\n`));
    });
  };
} // prettier-ignore

function entryOf(event: LogEvent, { path, rule, statement }: Request, person: Person | null, at: Date): LogEntry {
  const words = withoutPasswords(statement).replace(/\s+/g, ' ').slice(0, longestStatement);
  return { event, at: at.toISOString(), by: personWords(person), file: path, rule, statement: words };
}

async function checkRights(open: readonly Request[], by: Person, ground: Ground, log: Log): Promise<void> {
  const { config, files, git } = ground;
  const settings = config.approvals;
  const authors = authorsOf(open.map(({ path }) => path), { git, root: config.root, settings });
  for (const request of open) {
    const problem = personProblem({ by, file: request.path }, { settings, authors, files });
    if (problem === null) continue;
    await log('refused', request, problem);
    throw new UserError(`${printable(request.path)}: ${problem}: somebody else must approve it`);
  }
} // prettier-ignore

interface Call {
  readonly ground: Ground;
  readonly person: Person;
  readonly log: Log;
  readonly wishes: Wishes;
}

/** Asks for everything before anything is written. */
async function permit(open: readonly Request[], call: Call): Promise<number> {
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
  const at = process.now?.() ?? new Date();
  const given = { by: person, backup: copy, expires: wishes.expires, at, secrets: wishes.address?.secrets ?? [] };
  const drafts = answers.map(([one, answer]) => [one, recordOf(one, { ...given, ...answer })] as const);
  terminal.hold();
  const records = [];
  for (const [one, draft] of drafts) records.push([one, config.approvals.signed ? await signed(draft, ground) : draft] as const);
  for (const [{ request }, record] of records) await writeDown(record, entryOf('approved', request, person, at), ground);
  terminal.say(`\nBackup: ${printableLines(backupWords(copy))}\n`);
  for (const [{ request }, { id, expires }] of records)
    terminal.say(`Approved: ${shorten(printableLines(request.statement))}\n  in ${fromHere(recordPath(id), ground)}, until ${expires.slice(0, 10)}\n`);
  const paths = new Set(records.map(([{ request }]) => request.path));
  terminal.say(`\nIt counts once git knows it:\n\n  git add ${['.farout-guard', incidentsPath, ...paths].map((path) => fromHere(path, ground)).join(' ')}\n`);
  terminal.say(`\n${incidentsPath} has an entry for it: fill in what came of it when it has run.\n`);
} // prettier-ignore
