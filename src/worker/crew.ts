import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { failure } from '../report/failure.ts';
import type { Checked, Job } from './check.ts';

/** What a worker thread is given. */
export interface Share {
  readonly paths: readonly string[];
  readonly job: Job;
  /** The index of the next file nobody has claimed, then for each worker 1 + the index of the file it is at. */
  readonly progress: Int32Array;
  /** This worker's place in `progress`. */
  readonly place: number;
}

/** What a worker thread posts: files by index. */
export type Batch = readonly (readonly [index: number, checked: Checked])[];

/** Worker threads that check the same list of files as the thread that started them. */
export interface Crew {
  /** The index of a file that nobody has begun, or null when all are begun. */
  claim(): number | null;
  put(index: number, checked: Checked): void;
  /** What became of a file, once. */
  take(index: number): Checked | null;
  /** Waits until a worker posts or ends; false when all have ended. */
  news(): Promise<boolean>;
  /** The result of a file on which a worker ended before its time. */
  lost(index: number): Checked | null;
}

/** Starts worker threads. */
export function startCrew(paths: readonly string[], job: Job, size: number): Crew {
  const progress = new Int32Array(new SharedArrayBuffer(4 * (size + 1)));
  const results = new Map<number, Checked>();
  const losses = new Map<number, unknown>();
  const bell = new EventTarget();
  let working = size;
  for (let place = 1; place <= size; place++) {
    const share: Share = { paths, job, progress, place };
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: share });
    worker.on('message', (batch: Batch) => {
      for (const [index, checked] of batch) results.set(index, checked);
      bell.dispatchEvent(new Event('news'));
    });
    worker.on('error', (error) => losses.set(Atomics.load(progress, place) - 1, error));
    worker.on('exit', () => {
      working--;
      bell.dispatchEvent(new Event('news'));
    });
  }
  return {
    claim: () => claim(progress, paths.length),
    put: (index, checked) => results.set(index, checked),
    take(index) {
      const result = results.get(index) ?? null;
      results.delete(index);
      return result;
    },
    async news() {
      if (working > 0) await once(bell, 'news');
      return working > 0;
    },
    lost(index) {
      const path = paths[index] ?? '';
      return losses.has(index) ? { result: failure(path, losses.get(index)), trace: null } : null;
    },
  };
}

/** Claims the next file for a thread; each is claimed once. */
export function claim(progress: Int32Array, amount: number): number | null {
  const index = Atomics.add(progress, 0, 1);
  return index < amount ? index : null;
}
