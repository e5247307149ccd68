import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'; // prettier-ignore
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../files/write.ts';

/** Files that later runs may use: nothing is lost with them but time. */
export interface Store {
  read(name: string): Uint8Array<ArrayBuffer> | null;
  /** Keeps the content; of those whose names begin with `kind`, the ones that were used last stay. */
  write(kind: string, name: string, content: Uint8Array): void;
  /** Where a file or folder of that name is, or null. */
  find(name: string): string | null;
  /** Where a file or folder of that name belongs. */
  place(name: string): string;
  /** A path for a file that is this run's own, in a folder that can be written to: to be adopted, or removed. */
  draft(): string;
  /** Keeps such a file, as `write` does a content: it is then the run's own no more. One that is not in the folder stays where it is. */
  adopt(kind: string, name: string, draft: string): void;
  /** Forgets all of a kind but those used last. */
  tidy(kind: string): void;
}

/** How many of a kind stay: a checkpoint may have 50 MB. */
const mostOfAKind = 4;

/** A store in a folder, which is made when it is needed. What cannot be kept there is not kept. */
export function storeIn(root: string): Store {
  const place = (name: string) => join(root, name);
  const store: Store = {
    place,
    read(name) {
      const path = store.find(name);
      return path === null ? null : new Uint8Array(readFileSync(path));
    },
    write(kind, name, content) {
      try {
        writeWhole(place(name), content);
      } catch {
        return;
      }
      store.tidy(kind);
    },
    draft() {
      const folder = canWrite(root) ? root : tmpdir();
      for (const name of readdirSync(folder))
        if (isDraft.test(name) && isOld(join(folder, name))) rmSync(join(folder, name), { force: true });
      return join(folder, `farout-guard-${crypto.randomUUID()}.tmp`);
    },
    adopt(kind, name, draft) {
      try {
        renameSync(draft, place(name));
      } catch {
        return;
      }
      store.tidy(kind);
    },
    find(name) {
      if (!existsSync(place(name))) return null;
      touch(place(name));
      return place(name);
    },
    tidy(kind) {
      mkdirSync(root, { recursive: true });
      // Drafts are another run's that is at work.
      const all = readdirSync(root).filter((name) => name.startsWith(kind) && !name.endsWith('.tmp'));
      const byUse = all.map((name) => ({ name, used: usedAt(place(name)) })).sort((a, b) => b.used - a.used);
      for (const { name } of byUse.slice(mostOfAKind)) forget(place(name));
    },
  };
  return store;
}

const isDraft = /^farout-guard-[\da-f-]{36}\.tmp$/;

/** Left by a run that was killed: none takes a day. */
const isOld = (path: string) => Date.now() - usedAt(path) > 86_400_000;

function canWrite(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** What another run has open cannot be removed everywhere: the next one will. */
function forget(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // It takes room, and nothing else.
  }
}

/** Another run may be tidying up at the same time. */
function usedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // It can be read all the same.
  }
}
