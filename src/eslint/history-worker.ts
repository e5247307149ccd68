import { workerData, type MessagePort } from 'node:worker_threads';
import type { Config } from '../config/types.ts';
import { type HeadSettings, readSinceHead, type SinceHead } from '../files/git/since-head.ts';
import { classifierOf } from './classify.ts';
import { surroundings } from './process.ts';

/** What the thread is asked for. */
export interface HistoryQuestion extends HeadSettings {
  /** Whose question it is, and which. */
  readonly key: string;
  readonly number: number;
  readonly project: Config | null;
}

/** What it answers; null without git, outside of a repository and before the first commit. */
export interface HistoryAnswer extends Pick<HistoryQuestion, 'key' | 'number'> {
  readonly snapshot: SinceHead | null;
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
  const snapshot = await readSinceHead(settings, surroundings.env, classify).catch(() => null);
  port.postMessage({ key, number, snapshot } satisfies HistoryAnswer);
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
}
