import { hash } from 'node:crypto';
import type { FileConfig } from '../config/types.ts';
import type { Files, SourceFile } from '../types.ts';

/** What a verdict rests on: as long as all of it is the same, so is the verdict. */
export interface Trace {
  /** Fingerprint of the file's text. */
  readonly text: string;
  /** Fingerprint of the configuration that applies to the file. */
  readonly config: string;
  readonly neighbours: readonly Neighbour[];
}

/** A file or folder that was looked at besides; `found` is its content's fingerprint, or null when there is none. */
export interface Neighbour {
  readonly kind: 'file' | 'folder';
  readonly path: string;
  readonly found: string | null;
}

/** Files that remember what they were asked for. */
export interface TracedFiles {
  readonly files: Files;
  asked(): readonly Neighbour[];
}

/** Wraps files so that they remember what they were asked for. */
export function traced(files: Files): TracedFiles {
  const neighbours = new Map<string, Neighbour>();
  const note = (kind: Neighbour['kind'], path: string) => {
    const key = `${kind} ${path}`;
    if (!neighbours.has(key)) neighbours.set(key, { kind, path, found: lookUp(files, kind, path) });
  };
  return {
    asked: () => [...neighbours.values()],
    files: {
      read(path) {
        note('file', path);
        return files.read(path);
      },
      prepare: (paths) => files.prepare?.(paths),
      list(folder) {
        note('folder', folder);
        return files.list(folder);
      },
    },
  };
}

/** The trace of a verdict. */
export function traceOf(source: SourceFile, config: FileConfig, neighbours: readonly Neighbour[]): Trace {
  return { text: fingerprint(source.text), config: fingerprint(JSON.stringify(config)), neighbours };
}

/** The fingerprint of a file's text or a folder's names as they are now. */
export function lookUp(files: Files, kind: Neighbour['kind'], path: string): string | null {
  if (kind === 'folder') return ofFolder(files.list(path));
  const text = files.read(path);
  return text === null ? null : fingerprint(text);
}

const folders = new WeakMap<readonly string[], string>();

/** Many files stand in one folder, whose list is the same value each time. Where the cache stands says nothing. */
function ofFolder(names: readonly string[]): string {
  const found = folders.get(names) ?? fingerprint(JSON.stringify(names.filter((name) => name !== 'node_modules')));
  folders.set(names, found);
  return found;
}

/** A text's fingerprint. */
export const fingerprint = (text: string): string => hash('sha256', text, 'base64url');
