import { dump } from '../files/pg-dump.ts';
import type { Process } from '../process.ts';
import { fingerprint } from '../trial/catalog/fingerprint.ts';
import { connectionsFor, type Connections } from './connections.ts';
import { exitCodes, type Interruption } from './interruption.ts';
import type { Judged } from './judge.ts';
import type { ExecOptions } from './options.ts';
import { runEntry, type Record } from './record.ts';
import { runFile, type FileRun } from './run-file.ts';
import { changeLines, courseWords, failureWords, linesOf, ranWords, timeWords } from './words.ts';

/** What is run with. */
type Settings = ExecOptions & { readonly from: string };

interface Around {
  readonly process: Process;
  readonly record: Record;
  readonly interruption: Interruption;
}

/** Runs migrations that nothing speaks against, one after the other until one fails; answers the exit code. */
export async function execute(judged: readonly Judged[], settings: Settings, around: Around): Promise<number> {
  const { interruption, process } = around;
  const connections = await connectionsFor(settings);
  try {
    const surroundings = [`on database ${settings.server.database}`, ...(await backUp(settings, around))];
    const isGood = interruption.signal() === null && (await runAll(judged, settings, around, connections, surroundings));
    const signal = interruption.signal();
    if (signal !== null) process.stderr.write(`farout-guard: interrupted by ${signal}\n`);
    return signal !== null ? exitCodes[signal] : isGood ? 0 : 1;
  } finally {
    await connections.end();
  }
} // prettier-ignore

/** Makes the backup that was asked for; answers what the log is to say of it. */
async function backUp({ backup, url }: Settings, { process, interruption }: Around): Promise<readonly string[]> {
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

async function runAll(judged: readonly Judged[], settings: Settings, { process, record, interruption }: Around, connections: Connections, surroundings: readonly string[]): Promise<boolean> {
  const { control } = connections;
  const { isDry } = settings;
  let before = await fingerprint(control);
  for (const [index, each] of judged.entries()) {
    const worker = await connections.worker(each.batches);
    interruption.act(() => void control.run(`SELECT pg_catalog.pg_cancel_backend(${worker.pid})`), () => void connections.end());
    process.stdout.write(linesOf([`${each.source.path} on database ${settings.server.database}, PostgreSQL ${control.versionText}${isDry ? ', dry run' : ''}`]));
    const tell = (ran: FileRun['course']['done'][number]) => void process.stdout.write(ranWords(each.source, ran));
    const run = await runFile(each, { control, worker, isDry, before, tell, isStopped: () => interruption.signal() !== null });
    const isGood = run.course.failed === null && run.problems.length === 0;
    process.stdout.write(report(each, run, isDry));
    await record(isGood ? 'executed' : 'failed', each.source.path, runEntry(each, run, surroundings));
    if (!isGood || run.after === null || interruption.signal() !== null) {
      const rest = judged.slice(index + 1).map(({ source }) => `farout-guard: ${source.path}: not run`);
      process.stderr.write(linesOf(rest));
      return isGood;
    }
    before = run.after;
  }
  return true;
} // prettier-ignore

function report({ source }: Judged, { course, changes, checked, problems, milliseconds }: FileRun, isDry: boolean): string {
  const { failed, done, undone } = course;
  const isPart = done.length > 0 || isDry;
  const changed = failed === null || isPart ? changeLines(changes) : '';
  const amount = isDry ? `rolled back: ${undone.length}` : `done: ${done.length}`;
  const end = failed ? [] : [`  ${amount} of ${done.length + undone.length + course.untried.length} statements in ${timeWords(milliseconds)}; looked up in the catalog: ${checked}`];
  return [
    linesOf(failed ? [failureWords(source, failed)] : []),
    courseWords(source, course),
    failed && isDry ? '' : changed,
    linesOf(problems.map((problem) => `  ${source.path}: ${problem}`)),
    linesOf(end),
  ].join('');
} // prettier-ignore
