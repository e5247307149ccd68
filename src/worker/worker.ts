import { parentPort, workerData } from 'node:worker_threads';
import { checkerFor } from './check.ts';
import { claim, type Batch, type Share } from './crew.ts';

const largestBatch = 64;

/** Checks files until none is left and posts what became of them. */
async function work({ paths, job, progress, place }: Share): Promise<void> {
  const checker = await checkerFor(job, paths);
  const done: Batch[number][] = [];
  const post = () => parentPort?.postMessage(done.splice(0));
  for (let index = claim(progress, paths.length); index !== null; index = claim(progress, paths.length)) {
    Atomics.store(progress, place, index + 1);
    done.push([index, checker.file(paths[index] ?? '')]);
    if (done.length >= largestBatch) post();
  }
  post();
}

await work(workerData as Share);
