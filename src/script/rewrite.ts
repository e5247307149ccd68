import { withLineEndsOf } from '../line-ends.ts';
import { changesBetween } from '../sql/changes.ts';
import type { Edit, Migration } from '../types.ts';
import type { Lowered } from './lower-sent.ts';
import type { Origin, Origins } from './origins.ts';

/** What drivers and template tags would take for a parameter, and what a template would take for a value. */
const parameter = /[?%]|:\w|\$\d|\$\{/;

/**
 * Rewrites SQL that a script sends, in the literals that it is written in. Refused where it would touch what is no literal, and where the
 * same literal makes other texts as well.
 */
export function rewriteIn(text: string, texts: Lowered['texts'], origins: Origins): Migration['rewrite'] {
  const isShared = (edit: Edit, { text: own }: Origin) =>
    texts.some(({ mapped }) => mapped.text !== own.text && mapped.map.toText(edit.range) !== null);
  return (range, sql) => {
    const origin = origins.origin(range);
    if (!origin) return null;
    const edits = editsOf(origin, sql);
    if (edits === null || edits.some((edit) => isShared(edit, origin))) return null;
    return edits.map((edit) => ({ ...edit, text: withLineEndsOf(text, edit.text) }));
  };
}

function editsOf({ text: { text, map }, range }: Origin, sql: string): readonly Edit[] | null {
  const edits: Edit[] = [];
  for (const { range: [from, to], text: written } of changesBetween(text.slice(...range), sql)) {
    const edit = map.toEdit({ range: [range[0] + from, range[0] + to], text: written });
    if (edit === null || parameter.test(written)) return null;
    edits.push(edit);
  }
  return inOrder(edits);
} // prettier-ignore

/** A text may be put together in another order than it is written in. */
function inOrder(edits: readonly Edit[]): readonly Edit[] | null {
  const sorted = edits.toSorted((a, b) => a.range[0] - b.range[0]);
  return sorted.some(({ range }, index) => range[0] < (sorted[index - 1]?.range[1] ?? 0)) ? null : sorted;
}
