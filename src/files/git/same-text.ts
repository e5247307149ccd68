import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { decode, type Decoded } from '../decode.ts';
import type { Blobs } from './blobs.ts';
import type { Touched } from './changes.ts';

/** Git takes a file for changed when only its time is new, unless it may write the index. */
export function isUnchanged({ id, oldId, path, change, subject }: Touched, blobs: Blobs, root: string): boolean {
  if (id !== null || !oldId || change.kind !== 'modified' || subject !== 'migration') return false;
  return isSameText(blobs.get(oldId), decode(readFileSync(resolve(root, path))));
}

/** Line ends may differ as git is told to write them. */
export function isSameText(before: Decoded | null, after: Decoded): boolean {
  const [one, other] = [before, after].map((each) =>
    each && 'text' in each ? each.text.replaceAll('\r\n', '\n') : null,
  );
  return one !== null && one === other;
}
