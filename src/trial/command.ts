import { resolve } from 'node:path';
import type { Arguments } from '../commands/command.ts';
import { openOutputs } from '../commands/outputs.ts';
import { loadConfig } from '../config/load.ts';
import { isScript } from '../config/defaults.ts';
import type { Config } from '../config/types.ts';
import { repositoryRoot } from '../config/find.ts';
import { storeIn } from '../engine/store.ts';
import { UserError } from '../errors.ts';
import { emptyFolder } from '../files/empty-folder.ts';
import type { Wanted as Change } from '../files/git/selection.ts';
import { authorLine, readAuthor } from '../new/author.ts';
import type { Process } from '../process.ts';
import { printable } from '../report/printable.ts';
import { addToTally, emptyTally } from '../report/tally.ts';
import type { Bench } from './bench.ts';
import { openEngine, storeFolder, threadAhead, type Ahead, type EngineWish } from './open-engine.ts';
import { readTestOptions, type TestOptions } from './options.ts';
import { trialProgress } from './progress.ts';
import { begun } from './reach.ts';
import { reported } from './reported.ts';
import type { TrialResult } from './result.ts';
import { runTrials } from './run.ts';
import { choose, type Chosen } from './select.ts';
import { setupTexts } from './setup.ts';
import { linesOf, summaryOf } from './summary.ts';
import { receiptOf, writeReceipt } from './write-receipt.ts';

/** Tries migrations on a database and reports what came of them; answers the exit code. */
export async function runTest(args: Arguments, process: Process): Promise<number> {
  const options = readTestOptions(args);
  const config = await loadConfig({ cwd: process.cwd(), ...(options.config === null ? {} : { file: options.config }) });
  const wish = { kind: options.engine ?? config.test.engine, url: options.url, timeout: options.timeout ?? config.test.timeout * 1000 } as const;
  const ahead = options.patterns.some(isScript) ? null : threadAhead(wish, config.root);
  try {
    return await tryAll({ options, config, wish, ahead }, process);
  } finally {
    await ahead?.end();
  }
} // prettier-ignore

/** What one call of the command works with. */
interface Call {
  readonly options: TestOptions;
  readonly config: Config;
  readonly wish: EngineWish;
  readonly ahead: Ahead | null;
}

async function tryAll(call: Call, process: Process): Promise<number> {
  const started = performance.now();
  const { options, config } = call;
  const who = begun(options.receipts ? whoRuns(process) : Promise.resolve(null));
  const chosen = await choose({ patterns: options.patterns, wanted: await changeOf(options, config, process), chain: options.chain }, config, process);
  const outputs = await openOutputs(options.outputs, { colour: options.colour, root: config.root }, process);
  const isForPeople = options.outputs.every(({ format, file }) => file !== null || format === 'stylish');
  const results: TrialResult[] = [];
  const progress = trialProgress(process.stderr);
  let tally = emptyTally;
  const say = isForPeople ? process.stdout : process.stderr;
  for await (const result of each(chosen, call, process, { progress: (done, of) => progress.show(done, of), say: (text) => void say.write(text) })) {
    progress.clear();
    results.push(result);
    if (result.kind === 'tried' && options.receipts) writeReceipt(config.root, receiptOf(result, chosen.around.files, await who));
    const file = reported(result);
    if (result.kind === 'tried') tally = addToTally(tally, file);
    outputs.file(file);
    say.write(linesOf(result));
  }
  progress.clear();
  outputs.end(tally, performance.now() - started);
  say.write(summaryOf(results));
  if (results.some(({ kind }) => kind === 'untestable')) return 2;
  return tally.errors > 0 ? 1 : 0;
} // prettier-ignore

async function whoRuns(process: Process): Promise<string | null> {
  const author = await readAuthor(process);
  return author && authorLine(author);
}

/** Where one sees how it goes. */
interface View {
  progress(done: number, of: number): void;
  say(text: string): void;
}

async function* each(chosen: Chosen, { options, config, wish, ahead }: Call, process: Process, view: View): AsyncGenerator<TrialResult> {
  const { test, root } = config;
  const keep = options.keep === null ? null : emptyFolder(resolve(process.cwd(), options.keep), `--keep ${options.keep}`);
  for (const { path, reason } of chosen.strangers) yield { kind: 'untestable', path, reason };
  for (const [index, { chain, paths }] of chosen.groups.entries()) {
    const open = (extensions: readonly string[], hasScripts: boolean) =>
      openEngine(wish, { root, extensions, hasScripts, postgres: config.postgres, path: process.env['PATH'] ?? '', ahead });
    const isKept = keep !== null && index === chosen.groups.length - 1;
    const atEnd = async ({ engine, database }: Bench) => view.say(`kept: ${await engine.leave(database, keep ?? '')}\n`);
    const memory = options.chain && keep === null ? storeIn(storeFolder(root)) : null;
    const wanted = { chain, paths, setup: setupTexts(test.setup, root), ignore: test.ignore, locks: options.locks, memory, open, progress: (done: number, of: number) => view.progress(done, of), ...(isKept ? { atEnd } : {}) };
    yield* runTrials(wanted, { ...chosen.around, stubs: test.stubExtensions });
  }
} // prettier-ignore

/** Without names and outside a repository nobody can tell what is new. */
async function changeOf({ wanted, patterns, chain }: TestOptions, config: Config, process: Process): Promise<Change | null> {
  if (wanted || patterns.length > 0 || chain) return wanted;
  const [cwd, env] = [process.cwd(), process.env];
  if (env['GIT_DIR'] === undefined && repositoryRoot(cwd) === null)
    throw new UserError(`${printable(config.root)}: there is no git repository that tells what is new: name the migrations to try, or give --chain for all of them`);
  const { forkPoint } = await import('../files/git/fork-point.ts');
  return { kind: 'since', commit: await forkPoint({ cwd, env, root: config.root, baseBranch: config.baseBranch }) };
} // prettier-ignore
