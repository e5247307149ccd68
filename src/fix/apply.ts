import type { Edit } from '../types.ts';

/** A text with edits made in it that are in order and do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const { range, text: written } = joined(text, edits, 0);
  return written + text.slice(range[1]);
}

/** One edit from an offset to the end of the last of several. */
function joined(text: string, edits: readonly Edit[], start: number): Edit {
  let [done, at] = ['', start];
  for (const { range, text: written } of edits) {
    done += text.slice(at, range[0]) + written;
    at = range[1];
  }
  return { range: [start, at], text: done };
}

/** Which fixes can be made at once: in the order of the text, each whose edits begin after those of the one before. */
export function compatible<Fix extends { readonly edits: readonly Edit[] }>(fixes: readonly Fix[]): readonly Fix[] {
  const startOf = ({ edits }: Fix) => edits[0]?.range[0] ?? 0;
  let last = -1;
  return fixes
    .toSorted((a, b) => startOf(a) - startOf(b))
    .filter((fix) => {
      const fits = startOf(fix) > last;
      if (fits) last = fix.edits.at(-1)?.range[1] ?? last;
      return fits;
    });
}

/** Edits as one that reaches from the first to the last, for who takes no more; they must not be none. */
export function asOne(text: string, edits: readonly Edit[]): Edit {
  return joined(text, edits, edits[0]?.range[0] ?? 0);
}
