import type { Fix } from './verify.ts';

/** What judging their results said of fixes: for editors, where most of a file is as it was a keystroke before. */
export interface FixMemory {
  /** Whether a fix in this text is good; undefined when nobody knows. */
  get(fix: Fix, text: string): boolean | undefined;
  set(fix: Fix, text: string, isGood: boolean): void;
}

const most = 10_000;

/** A memory of fixes by the statement that they are in and what they make of it. */
export function fixMemory(): FixMemory {
  const known = new Map<string, boolean>();
  return {
    get: (fix, text) => known.get(keyOf(fix, text)),
    set(fix, text, isGood) {
      if (known.size >= most) known.clear();
      known.set(keyOf(fix, text), isGood);
    },
  };
}

function keyOf({ finding, edits }: Fix, text: string): string {
  const { rule, messageId, statement, range } = finding;
  const [start, end] = statement[1] > 0 ? statement : range;
  const changes = edits.map((edit) => [edit.range[0] - start, edit.range[1] - start, edit.text]);
  return JSON.stringify([rule, messageId, text.slice(start, end), changes]);
}
