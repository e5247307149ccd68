import { constants } from 'node:buffer';
import { decode, type Decoded } from '../decode.ts';
import type { Git } from './git.ts';

/** Contents of git's objects by id, `<commit>:<path>` or `:<path>` for the index; each is read once. */
export interface Blobs {
  /** Reads many at once, in one call of git. */
  load(names: readonly string[]): Promise<void>;
  /** The same, on the spot. */
  loadNow(names: readonly string[]): void;
  /** What was not loaded before is read on the spot; null when there is no such file. */
  get(name: string): Decoded | null;
}

const batch = ['cat-file', '--batch'];

/** The contents that a repository holds. */
export function blobsOf(git: Git): Blobs {
  const known = new Map<string, Decoded | null>();
  const reader = (names: readonly string[]) =>
    batchReader((index, id, content) => {
      known.set(names[index] ?? '', content);
      if (id !== null) known.set(id, content);
    });
  const unknown = (names: readonly string[]) =>
    [...new Set(names)].filter((name) => !known.has(name) && isAskable(name));
  return {
    loadNow(names) {
      const missing = unknown(names);
      if (missing.length > 0) reader(missing)(git.runSync(batch, requestFor(missing)));
    },
    async load(names) {
      const missing = unknown(names);
      if (missing.length > 0) await git.stream(batch, requestFor(missing), reader(missing));
    },
    get(name) {
      if (!known.has(name) && isAskable(name)) reader([name])(git.runSync(batch, requestFor([name])));
      return known.get(name) ?? null;
    },
  };
}

/** Git reads one name a line. */
const isAskable = (name: string) => !name.includes('\n');

const requestFor = (names: readonly string[]) => names.map((name) => `${name}\n`).join('');

type Keep = (index: number, id: string | null, content: Decoded | null) => void;

interface Open {
  readonly id: string;
  /** Null for what is not kept. */
  readonly pieces: Buffer[] | null;
  left: number;
}

/** Reads what `git cat-file --batch` prints: `<id> blob <size>`, a line feed, the bytes, a line feed; or `<name> missing`. */
function batchReader(keep: Keep): (piece: Buffer) => void {
  let index = 0;
  let header = '';
  let open: Open | null = null;
  return (piece) => {
    for (let at = 0; at < piece.length;) {
      if (open === null) {
        const end = piece.indexOf(10, at);
        header += piece.toString('latin1', at, end < 0 ? undefined : end);
        if (end < 0) return;
        at = end + 1;
        open = openFor(header);
        if (open === null) keep(index++, null, null);
        header = '';
        continue;
      }
      const next = piece.subarray(at, at + open.left);
      open.pieces?.push(next);
      at += next.length;
      open.left -= next.length;
      if (open.left > 0) continue;
      keep(index++, open.id, contentOf(open));
      open = null;
    }
  };
}

/** Null for what git does not have and for what is no file. */
function openFor(header: string): Open | null {
  const [, id = '', size = ''] = /^([0-9a-f]{40,64}) (?:blob|tree|commit|tag) (\d+)$/.exec(header) ?? [];
  if (id === '') return null;
  return { id, pieces: Number(size) > constants.MAX_STRING_LENGTH ? null : [], left: Number(size) + 1 };
}

function contentOf({ pieces }: Open): Decoded {
  return pieces === null ? { problem: 'too large to read' } : decode(Buffer.concat(pieces).subarray(0, -1));
}
