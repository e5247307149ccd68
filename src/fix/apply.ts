import type { Edit } from '../types.ts';

/** A text with edits made in it that are in order and do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let [done, at] = ['', 0];
  for (const { range, text: written } of edits) {
    done += text.slice(at, range[0]) + written;
    at = range[1];
  }
  return done + text.slice(at);
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
  const [start, end] = [edits[0]?.range[0] ?? 0, edits.at(-1)?.range[1] ?? 0];
  const moved = edits.map(({ range, text: written }): Edit => ({
    range: [range[0] - start, range[1] - start],
    text: written,
  }));
  return { range: [start, end], text: applyEdits(text.slice(start, end), moved) };
}
