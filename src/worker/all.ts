import { setImmediate } from 'node:timers/promises';
import { checkerFor, type Checked, type Job } from './check.ts';

/** Below this many files a further thread costs more than it saves. */
export const filesPerThread = 100;

const longestTurn = 40;

/** Checks files and yields what became of them in their order; several threads share the work. */
export async function* checkAll(paths: readonly string[], job: Job, threads: number): AsyncGenerator<Checked> {
  const checker = await checkerFor(job, paths);
  if (threads <= 1) {
    for (const path of paths) yield checker.file(path);
    return;
  }
  const { startCrew } = await import('./crew.ts');
  const crew = startCrew(paths, job, threads - 1);
  let turn = performance.now();
  for (let next = 0; next < paths.length;) {
    const done = crew.take(next);
    const claimed = done ? null : crew.claim();
    if (done) {
      yield done;
      next++;
    } else if (claimed !== null) crew.put(claimed, checker.file(paths[claimed] ?? ''));
    else if (!(await crew.news())) crew.put(next, crew.lost(next) ?? checker.file(paths[next] ?? ''));
    if (performance.now() - turn > longestTurn) {
      await setImmediate();
      turn = performance.now();
    }
  }
}
