import type { Edit } from '../types.ts';

/**
 * The smallest edits that make one text of another. What is only put around the old text leaves all of it untouched; else one edit
 * reaches from the first difference to the last.
 */
export function changesBetween(old: string, wanted: string): readonly Edit[] {
  if (old === wanted) return [];
  const at = old === '' ? -1 : wanted.indexOf(old);
  if (at > 0 && at + old.length < wanted.length)
    return [
      { range: [0, 0], text: wanted.slice(0, at) },
      { range: [old.length, old.length], text: wanted.slice(at + old.length) },
    ];
  const start = commonStart(old, wanted);
  const end = commonEnd(old.slice(start), wanted.slice(start));
  const edit: Edit = { range: [start, old.length - end], text: wanted.slice(start, wanted.length - end) };
  return [atWord(old, edit)];
}

function commonStart(old: string, wanted: string): number {
  let length = 0;
  while (length < old.length && old[length] === wanted[length]) length += 1;
  return isInsidePair(old, length) || isInsidePair(wanted, length) ? length - 1 : length;
}

function commonEnd(old: string, wanted: string): number {
  let length = 0;
  const most = Math.min(old.length, wanted.length);
  while (length < most && old.at(-1 - length) === wanted.at(-1 - length)) length += 1;
  return isInsidePair(old, old.length - length) ? length - 1 : length;
}

function isInsidePair(text: string, offset: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(Math.max(offset - 1, 0), offset + 1));
}

/** `CREATE INDEX I|F NOT EXISTS I|X` puts in the same as `CREATE INDEX |IF NOT EXISTS |IX`, which cuts no word. */
function atWord(old: string, { range: [start, end], text }: Edit): Edit {
  let [at, written] = [start, text];
  if (start !== end) return { range: [start, end], text };
  while (at > 0 && /\w/.test(old[at - 1] ?? '') && written.endsWith(old[at - 1] ?? '')) {
    written = `${written.at(-1)}${written.slice(0, -1)}`;
    at -= 1;
  }
  return { range: [at, at], text: written };
}
