import { workerData, type MessagePort } from 'node:worker_threads';
import type { Config } from '../config/types.ts';
import { type HeadSettings, readSinceHead, type SinceHead } from '../files/git/since-head.ts';
import { classifierOf } from '../config/classify.ts';
import { surroundings } from './process.ts';

/** What the thread is asked for. */
export interface HistoryQuestion extends HeadSettings {
  /** Whose question it is, and which. */
  readonly key: string;
  readonly number: number;
  readonly project: Config | null;
}

/** What it answers: a snapshot, null before the first commit, or why there is none. */
export interface HistoryAnswer extends Pick<HistoryQuestion, 'key' | 'number'> {
  readonly snapshot: SinceHead | null;
  readonly problem: string | null;
}

/** What the thread that asks gives it. */
export interface HistoryLine {
  readonly port: MessagePort;
  /** Counts the answers. */
  readonly answered: Int32Array;
}

const { port, answered } = workerData as HistoryLine;

port.on('message', (question: HistoryQuestion) => void answer(question));

async function answer({ key, number, project, ...settings }: HistoryQuestion): Promise<void> {
  const classify = project ? classifierOf(project) : () => 'migration' as const;
  const found = await readSinceHead(settings, surroundings.env, classify).then(
    (snapshot) => ({ snapshot, problem: null }),
    (error: unknown) => ({ snapshot: null, problem: error instanceof Error ? error.message : String(error) }),
  );
  port.postMessage({ key, number, ...found } satisfies HistoryAnswer);
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
}
