import { resolve } from 'node:path';
import { decode } from '../files/decode.ts';
import { readBytes, readSource, toSource } from '../files/disk.ts';
import type { SourceFile, Subject } from '../types.ts';

/** A file as it is judged. */
export interface Given {
  readonly source: SourceFile;
  /** Whether its text is other than the one that ESLint has, so that nothing of it can be edited there. */
  readonly isOther: boolean;
}

/** The file that ESLint has read, as UTF-8 whatever it is; what is not UTF-8 is read from the disk, as everywhere else. */
export function sourceFile(text: string, path: string, root: string, subject: Subject): Given {
  if (subject === 'schema source') return { source: { path, text: '', subject }, isOther: true };
  if (/[\0\ufffd]/.test(text) && isOnDisk(text, path, root)) {
    const source = readSource(root, path);
    return { source, isOther: source.text !== text };
  }
  if (!text.startsWith('version https://git-lfs')) return { source: { path, text }, isOther: false };
  return { source: toSource(path, decode(new TextEncoder().encode(text))), isOther: false };
}

/** Whether the file on disk reads as this text where it is taken for UTF-8. */
function isOnDisk(text: string, path: string, root: string): boolean {
  try {
    return new TextDecoder().decode(readBytes(resolve(root, path), path)) === text;
  } catch {
    return false;
  }
}
