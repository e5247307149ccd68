import type { FileResult } from '../report/reporter.ts';
import { entriesFor, printBaseline, type Baseline, type Entry } from './baseline.ts';

/** What a new baseline is made from. */
export interface Update {
  readonly before: Baseline | null;
  /** Whether all migrations are checked: then what is not among them is gone. */
  readonly isComplete: boolean;
  /** Whether a file is still there. */
  readonly exists: (path: string) => boolean;
  /** Whether the base branch does not have a file; null when there is no git to ask. */
  readonly isNewOnBranch: ((path: string) => boolean) | null;
}

/** A baseline in the making. */
export interface Draft {
  /** Answers the entries that the result's findings get. */
  add(result: FileResult): readonly Entry[];
  end(): Updated;
}

/** A new baseline. */
interface Updated {
  /** The text of its file. */
  readonly text: string;
  /** How many findings it holds. */
  readonly entries: number;
  /** How many findings of level 3 in new files it does not hold. */
  readonly refused: number;
}

/** Begins a new baseline. What no longer occurs is gone from it; findings of level 3 in new files never enter it. */
export function startDraft({ before, isComplete, exists, isNewOnBranch }: Update): Draft {
  const files = new Map<string, readonly Entry[]>();
  let refused = 0;
  const isNew = (path: string) => isNewOnBranch?.(path) ?? (before !== null && !before.has(path));
  return {
    add(result) {
      if (result.kind === 'failed') return [];
      const old = new Set(before?.get(result.path)?.map(({ fingerprint }) => fingerprint));
      const all = entriesFor(result, false);
      const allowed = new Set(entriesFor(result, isNew(result.path)).map(({ fingerprint }) => fingerprint));
      const kept = all.filter(({ fingerprint }) => allowed.has(fingerprint) || old.has(fingerprint));
      refused += all.length - kept.length;
      files.set(result.path, kept);
      return kept;
    },
    end() {
      const others = isComplete ? [] : [...(before ?? [])].filter(([path]) => !files.has(path) && exists(path));
      const all = new Map([...others, ...files]);
      const entries = [...all.values()].reduce((sum, { length }) => sum + length, 0);
      return { text: printBaseline(all), entries, refused };
    },
  };
}
