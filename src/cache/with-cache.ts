import { resolve } from '../config/resolve.ts';
import type { Config } from '../config/types.ts';
import { readSource } from '../files/disk.ts';
import type { FileResult, Linted } from '../report/reporter.ts';
import type { Checked } from '../worker/check.ts';
import type { Cache } from './cache.ts';

/** Checks files, their results in the same order. */
type CheckAll = (paths: readonly string[]) => AsyncIterable<Checked>;

/** Yields what became of files, sorted as they are: from the cache where it holds good, else checked now and kept. */
export async function* checkWithCache(
  paths: readonly string[],
  { cache, config, checkAll }: { cache: Cache; config: Config; checkAll: CheckAll },
): AsyncGenerator<FileResult> {
  const known = new Map(paths.flatMap((path) => entryOf(path, cache, config)));
  const fresh = checkAll(paths.filter((path) => !known.has(path)))[Symbol.asyncIterator]();
  for (const path of paths) {
    const hit = known.get(path);
    if (hit) yield hit;
    else {
      const { value } = (await fresh.next()) as IteratorYieldResult<Checked>;
      if (value.trace && value.result.kind === 'linted') cache.keep(value.result, value.trace);
      yield value.result;
    }
  }
  cache.save();
}

function entryOf(path: string, cache: Cache, config: Config): readonly (readonly [string, Linted])[] {
  if (!cache.has(path)) return [];
  try {
    const hit = cache.find(readSource(config.root, path), resolve(config, path));
    return hit ? [[path, hit]] : [];
  } catch {
    // Whoever checks the file will meet the same trouble and say so.
    return [];
  }
}
