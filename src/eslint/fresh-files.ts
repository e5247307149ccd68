import { diskFiles } from '../files/disk.ts';
import type { Files } from '../types.ts';

/** In milliseconds: a run over many files asks far more often, a person who types does not. */
const patience = 250;

interface Kept {
  readonly files: Files;
  used: number;
}

const kept = new Map<string, Kept>();

/** The files below a folder. What is read of them is remembered while one file follows another, and read anew after a pause, for editors. */
export function freshFiles(root: string): Files {
  const known = kept.get(root);
  const now = performance.now();
  if (known && now - known.used < patience) {
    known.used = now;
    return known.files;
  }
  const files = diskFiles(root);
  kept.set(root, { files, used: now });
  return files;
}
