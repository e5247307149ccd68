import { decode, type Decoded } from '../decode.ts';
import type { Git } from './git.ts';

/** Contents of git's objects by their ids; each is read once. */
export interface Blobs {
  /** Reads many at once, in one call of git. */
  load(ids: readonly string[]): Promise<void>;
  /** What was not loaded before is read on the spot. */
  get(id: string): Decoded;
}

/** The contents that a repository holds. */
export function blobsOf(git: Git): Blobs {
  const known = new Map<string, Decoded>();
  const keep = (output: Buffer) => {
    for (const [id, bytes] of readBatch(output)) known.set(id, decode(bytes));
  };
  return {
    async load(ids) {
      const missing = [...new Set(ids)].filter((id) => !known.has(id));
      if (missing.length > 0) keep(await git.run(['cat-file', '--batch'], requestFor(missing)));
    },
    get(id) {
      if (!known.has(id)) keep(git.runSync(['cat-file', '--batch'], requestFor([id])));
      return known.get(id) ?? { problem: `git does not have its content (${id})` };
    },
  };
}

const requestFor = (ids: readonly string[]) => ids.map((id) => `${id}\n`).join('');

/** Reads what `git cat-file --batch` prints: `<id> blob <size>`, a line feed, the bytes, a line feed; or `<id> missing`. */
function* readBatch(output: Buffer): Generator<readonly [id: string, bytes: Buffer]> {
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    const [id = '', , size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (size === undefined) continue;
    yield [id, output.subarray(at, at + Number(size))];
    at += Number(size) + 1;
  }
}
