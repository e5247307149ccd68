import { statSync } from 'node:fs';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { repositoryRoot } from '../config/find.ts';
import type { Config } from '../config/types.ts';
import { changesSince, type SinceHead } from '../files/git/since-head.ts';
import type { Changes } from '../types.ts';
import type { HistoryLine, HistoryQuestion } from './history-worker.ts';
import { surroundings } from './process.ts';

/** In milliseconds: git that does not answer must not stop the editor for ever. */
const patience = 30_000;
/** In milliseconds: other files may be new by then. */
const longest = 2000;

/** One project's history, which a thread of its own asks git for: rules cannot wait, and git is asked while ESLint is still loading. */
interface Chronicle {
  readonly port: MessagePort;
  readonly answered: Int32Array;
  readonly question: HistoryQuestion;
  asked: number;
  taken: number;
  askedAt: number;
  signs: string;
  known: { readonly snapshot: SinceHead | null; readonly changes: ReturnType<typeof changesSince> | null } | null;
}

const chronicles = new Map<string, Chronicle>();

/** Where history is asked for. */
export interface HistorySettings {
  readonly root: string;
  readonly baseBranch: string | null;
  readonly project: Config | null;
}

/** Begins to ask git, so that the answer is there when the first file is judged. */
export function expectHistory(settings: HistorySettings): void {
  chronicleOf(settings);
}

/** What the working tree changes against `HEAD`, with this text in place of the file; null without git and before the first commit. */
export function changesFor(path: string, text: string, settings: HistorySettings): Changes | null {
  const chronicle = chronicleOf(settings);
  if (!chronicle) return null;
  takeNews(chronicle);
  if (chronicle.known === null || signsOf(chronicle) !== chronicle.signs) {
    if (chronicle.known !== null) ask(chronicle);
    wait(chronicle);
  } else if (performance.now() - chronicle.askedAt > longest && chronicle.asked === chronicle.taken) ask(chronicle);
  return chronicle.known?.changes?.(path, text) ?? null;
}

function chronicleOf({ root, baseBranch, project }: HistorySettings): Chronicle | null {
  const key = JSON.stringify([root, baseBranch, project]);
  const known = chronicles.get(key);
  if (known) return known;
  if (surroundings.env['GIT_DIR'] === undefined && repositoryRoot(root) === null) return null;
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const { port1: port, port2 } = new MessageChannel();
  const workerData: HistoryLine = { port: port2, answered };
  new Worker(new URL('./eslint-history.js', import.meta.url), { workerData, transferList: [port2], execArgv: [] }).unref();
  port.unref();
  const chronicle: Chronicle = { port, answered, question: { cwd: root, root, baseBranch, project }, asked: 0, taken: 0, askedAt: 0, signs: '', known: null }; // prettier-ignore
  ask(chronicle);
  chronicles.set(key, chronicle);
  return chronicle;
} // prettier-ignore

function ask(chronicle: Chronicle): void {
  chronicle.askedAt = performance.now();
  chronicle.asked += 1;
  chronicle.port.postMessage(chronicle.question);
}

/** Waits for the answer to the last question. */
function wait(chronicle: Chronicle): void {
  const { answered } = chronicle;
  const end = performance.now() + patience;
  for (let amount = Atomics.load(answered, 0); amount < chronicle.asked; amount = Atomics.load(answered, 0))
    if (Atomics.wait(answered, 0, amount, Math.max(end - performance.now(), 0)) === 'timed-out') break;
  takeNews(chronicle);
}

function takeNews(chronicle: Chronicle): void {
  for (let news = receiveMessageOnPort(chronicle.port); news; news = receiveMessageOnPort(chronicle.port)) {
    const { message: snapshot } = news as { readonly message: SinceHead | null };
    chronicle.taken += 1;
    chronicle.known = { snapshot, changes: snapshot && changesSince(snapshot, surroundings.env) };
    chronicle.signs = signsOf(chronicle);
  }
}

/** When git's own files were written last. */
function signsOf({ known }: Chronicle): string {
  return (known?.snapshot?.signs ?? []).map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0).join();
}
