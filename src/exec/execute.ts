import { UserError } from '../errors.ts';
import { dump } from '../files/pg-dump.ts';
import type { Process } from '../process.ts';
import { fingerprint } from '../trial/catalog/fingerprint.ts';
import { connectionsFor, type Connections } from './connections.ts';
import { exitCodes, type Interruption } from './interruption.ts';
import type { Judged } from './judge.ts';
import type { ExecOptions } from './options.ts';
import { amount as objects } from '../report/tally.ts';
import { runEntry, type Record } from './record.ts';
import { invalidIndexes } from './invalid-indexes.ts';
import { runFile, type FileRun, type Ground } from './run-file.ts';
import { changeLines, courseWords, failureWords, linesOf, ranWords, timeWords } from './words.ts';

/** What is run with. */
type Wish = ExecOptions & { readonly from: string };

/** With what the log is to say of all of them. */
type Settings = Wish & { readonly surroundings: readonly string[] };

interface Around {
  readonly process: Process;
  readonly record: Record;
  readonly interruption: Interruption;
}

/** Runs migrations that nothing speaks against, one after the other until one fails; answers the exit code. */
export async function execute(judged: readonly Judged[], settings: Wish, around: Around): Promise<number> {
  const { interruption, process } = around;
  const connections = await connectionsFor(settings);
  try {
    const surroundings = [`on database ${settings.server.database}`, ...(await backUp(settings, around))];
    const isGood = interruption.signal() === null && (await runAll(judged, { ...settings, surroundings }, around, connections));
    const signal = interruption.signal();
    if (signal !== null) process.stderr.write(`farout-guard: interrupted by ${signal}\n`);
    return signal !== null ? exitCodes[signal] : isGood ? 0 : 1;
  } finally {
    await connections.end();
  }
} // prettier-ignore

/** Makes the backup that was asked for; answers what the log is to say of it. */
async function backUp({ backup, url }: Wish, { process, interruption }: Around): Promise<readonly string[]> {
  if (backup === null) return [];
  const controller = new AbortController();
  interruption.act(() => controller.abort());
  try {
    const { bytes, sha256, entries } = await dump(url, backup, { env: process.env, signal: controller.signal });
    process.stdout.write(linesOf([`backup: ${backup}, ${bytes} bytes, ${entries} entries, sha256 ${sha256}`]));
    return [`backup ${backup}, ${bytes} bytes, sha256 ${sha256}`];
  } catch (error) {
    if (interruption.signal() !== null) return [];
    throw error;
  }
} // prettier-ignore

/** Runs all of them until one is not good; answers whether all were. */
async function runAll(judged: readonly Judged[], settings: Settings, around: Around, connections: Connections): Promise<boolean> {
  const { control } = connections;
  const { process, interruption } = around;
  let [before, isPartial] = [await look(() => fingerprint(control)), false];
  for (const [index, each] of judged.entries()) {
    const worker = await connections.worker(each.batches);
    const invalid = await look(() => invalidIndexes(control));
    interruption.act(() => void control.run(`SELECT pg_catalog.pg_cancel_backend(${worker.pid})`), () => connections.cut());
    const { isGood, run } = await runOne(each, { control, worker, before, invalid }, settings, around);
    if (run.course.failed && isPartial) process.stderr.write('farout-guard: a statement before it was not tried, which may be why\n');
    if (!isGood || run.after === null || interruption.signal() !== null) {
      process.stderr.write(linesOf(judged.slice(index + 1).map(({ source }) => `farout-guard: ${source.path}: not run`)));
      return isGood;
    }
    isPartial ||= run.course.untried.length > 0;
    before = run.after;
  }
  return true;
} // prettier-ignore

/** Looks at the catalog before anything is run. */
async function look<Seen>(ask: () => Promise<Seen>): Promise<Seen> {
  return ask().catch((error: unknown) => {
    throw new UserError(`the catalog cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
}

type Sight = Pick<Ground, 'control' | 'worker' | 'before' | 'invalid'>;

async function runOne(each: Judged, sight: Sight, { isDry, server, surroundings }: Settings, { process, record, interruption }: Around): Promise<{ readonly isGood: boolean; readonly run: FileRun }> {
  const { path } = each.source;
  process.stdout.write(linesOf([`${path} on database ${server.database}, PostgreSQL ${sight.control.versionText}${isDry ? ', dry run' : ''}`]));
  const tell: Ground['tell'] = (ran) => void process.stdout.write(ranWords(each.source, ran));
  const run = await runFile(each, { ...sight, isDry, tell, isStopped: () => interruption.signal() !== null });
  process.stdout.write(report(each, run, isDry));
  const isGood = run.course.failed === null && run.problems.length === 0;
  const isTold = await record(isGood ? 'executed' : 'failed', path, runEntry(each, run, surroundings));
  return { isGood: isGood && isTold, run };
} // prettier-ignore

function report({ source }: Judged, { course, changes, agreed, problems, milliseconds }: FileRun, isDry: boolean): string {
  const { failed, done, undone } = course;
  const isPart = done.length > 0 || isDry;
  const changed = failed === null || isPart ? changeLines(changes) : '';
  const amount = isDry ? `rolled back: ${undone.length}` : `done: ${done.length}`;
  const end = failed ? [] : [`  ${amount} of ${done.length + undone.length + course.untried.length} statements in ${timeWords(milliseconds)}; as it should be in the catalog: ${objects(agreed, 'object')}`];
  return [
    linesOf(failed ? [failureWords(source, failed)] : []),
    courseWords(source, course),
    failed && isDry ? '' : changed,
    linesOf(problems.map((problem) => `  ${source.path}: ${problem}`)),
    linesOf(end),
  ].join('');
} // prettier-ignore
