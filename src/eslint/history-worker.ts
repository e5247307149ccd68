import { workerData, type MessagePort } from 'node:worker_threads';
import type { Config } from '../config/types.ts';
import { type HeadSettings, readSinceHead } from '../files/git/since-head.ts';
import { classifierOf } from './place.ts';
import { surroundings } from './process.ts';

/** What a thread is asked for. */
export interface HistoryQuestion extends HeadSettings {
  readonly project: Config | null;
}

/** What the thread that asks gives it. */
export interface HistoryLine {
  readonly port: MessagePort;
  /** Counts the answers. */
  readonly answered: Int32Array;
}

const { port, answered } = workerData as HistoryLine;

port.on('message', (question: HistoryQuestion) => void answer(question));

async function answer({ project, ...settings }: HistoryQuestion): Promise<void> {
  const classify = project ? classifierOf(project) : () => 'migration' as const;
  // Without git, or outside of a repository, there is no history.
  const found = await readSinceHead(settings, surroundings.env, classify).catch(() => null);
  port.postMessage(found);
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
}
