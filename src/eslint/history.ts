import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { isInRepository } from '../files/git/head-sign.ts';
import { changesSince, signsOf, type SinceHead } from '../files/git/since-head.ts';
import type { Changes } from '../types.ts';
import type { HistoryAnswer, HistoryLine, HistoryQuestion } from './history-worker.ts';
import { surroundings } from './process.ts';

/** In milliseconds: git that does not answer must not stop the editor for ever. */
const patience = 30_000;
/** In milliseconds: by then other files may have been added. */
const longest = 2000;

/** The history of one project, as git told it last. */
interface Chronicle {
  readonly settings: HistorySettings;
  /** How many questions were asked, and which the known answer is to. */
  asked: number;
  known: number;
  askedAt: number;
  snapshot: SinceHead | null;
  /** Why git could not answer. */
  problem: string | null;
  signs: string;
  changes: ReturnType<typeof changesSince> | null;
}

/** Where history is asked for. */
export interface HistorySettings {
  readonly root: string;
  readonly baseBranch: string | null;
  readonly project: Config | null;
}

const chronicles = new Map<string, Chronicle>();
/** Git is asked in a thread: rules cannot wait for an answer, and it is asked while ESLint is still loading. */
let line: HistoryLine | null = null;

/** Begins to ask git, so that the answer is there when the first file is judged. */
export function expectHistory(settings: HistorySettings): void {
  chronicleOf(settings);
}

/**
 * What the working tree changes against `HEAD`, with this text in place of the file; null outside of a repository and before the first
 * commit. What git cannot answer is a `UserError`, as on the command line.
 */
export function changesFor(path: string, text: string, settings: HistorySettings): Changes | null {
  const chronicle = chronicleOf(settings);
  if (!chronicle) return null;
  takeNews();
  const isOld = performance.now() - chronicle.askedAt > longest;
  const isMoved = chronicle.known > 0 && (chronicle.snapshot ? signsOf(chronicle.snapshot) !== chronicle.signs : isOld);
  if ((isMoved || isOld) && chronicle.known === chronicle.asked) ask(chronicle);
  if (isMoved || chronicle.known === 0) wait(chronicle);
  if (chronicle.problem !== null) throw new UserError(chronicle.problem);
  return chronicle.changes?.(path, text) ?? null;
}

const keyOf = ({ root, baseBranch, project }: HistorySettings) => JSON.stringify([root, baseBranch, project]);

function chronicleOf(settings: HistorySettings): Chronicle | null {
  const key = keyOf(settings);
  const known = chronicles.get(key);
  if (known) return known;
  if (surroundings.env['GIT_DIR'] === undefined && !isInRepository(settings.root)) return null;
  const chronicle: Chronicle = {
    settings,
    asked: 0,
    known: 0,
    askedAt: 0,
    snapshot: null,
    problem: null,
    signs: '',
    changes: null,
  };
  chronicles.set(key, chronicle);
  ask(chronicle);
  return chronicle;
}

function ask(chronicle: Chronicle): void {
  const { root, baseBranch, project } = chronicle.settings;
  chronicle.askedAt = performance.now();
  chronicle.asked += 1;
  const question: HistoryQuestion = { cwd: root, root, baseBranch, project, key: keyOf(chronicle.settings), number: chronicle.asked }; // prettier-ignore
  lineToGit().port.postMessage(question);
}

/** Waits for the answer to the last question. */
function wait(chronicle: Chronicle): void {
  const { answered } = lineToGit();
  const end = performance.now() + patience;
  for (;;) {
    const amount = Atomics.load(answered, 0);
    takeNews();
    if (chronicle.known === chronicle.asked) return;
    if (Atomics.wait(answered, 0, amount, Math.max(end - performance.now(), 0)) === 'timed-out')
      throw new UserError(`${chronicle.settings.root}: git has not answered for ${patience / 1000} seconds`);
  }
}

function takeNews(): void {
  const { port } = lineToGit();
  for (let news = receiveMessageOnPort(port); news; news = receiveMessageOnPort(port)) {
    const { key, number, snapshot, problem } = (news as { readonly message: HistoryAnswer }).message;
    const chronicle = chronicles.get(key);
    if (!chronicle || number < chronicle.known) continue;
    const changes = snapshot && changesSince(snapshot, surroundings.env);
    Object.assign(chronicle, { known: number, snapshot, problem, signs: signsOf(snapshot), changes });
  }
}

function lineToGit(): HistoryLine {
  if (line) return line;
  surroundings.bearBrokenPipes();
  const { port1: port, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const workerData: HistoryLine = { port: port2, answered };
  const file = new URL('./eslint-history.js', import.meta.url);
  new Worker(file, { workerData, transferList: [port2], execArgv: [] }).unref();
  port.unref();
  return (line = { port, answered });
}
