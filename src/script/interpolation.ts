import { tokenize } from '../sql/tokens.ts';
import type { Interpolate, Range } from '../types.ts';
import { placesIn } from './hole-place.ts';
import type { Text } from './string-text.ts';

/** A value of a script that stands in its SQL text itself. */
export interface Interpolated {
  /** In the SQL. */
  readonly place: Range;
  /** In the script. */
  readonly source: Range;
  readonly expression: string;
  readonly as: Interpolate['as'];
}

interface Hole {
  readonly place: Range;
  readonly source: Range;
  readonly expression: string;
}

/** What can only be a number does no harm. */
const numeric = /^(?:(?:Number|parseInt|parseFloat|BigInt|Math\.\w+|Date\.now)\([^()]*\)|[\w.]+\.length)$/;

/**
 * The values of a script that stand in its SQL text itself, each once: where it stands first. In comments, and as the numbers of
 * parameters, they do no harm.
 */
export function interpolations(text: Text): readonly Interpolated[] {
  const holes = holesOf(text);
  if (holes.length === 0) return [];
  const filled = text.map((segment, index) => (segment.kind === 'hole' ? filler(text, index) : segment.text)).join('');
  const places = placesIn(filled, tokenize(filled));
  const found = new Map<string, Interpolated>();
  let next = 0;
  for (const { range, as } of places) {
    while (next < holes.length && (holes[next]?.place[0] ?? 0) < range[0]) next += 1;
    for (let hole = holes[next]; hole && hole.place[1] <= range[1]; hole = holes[next]) {
      const key = `${as} ${hole.expression}`;
      if (as !== null && !numeric.test(hole.expression) && !found.has(key)) found.set(key, { ...hole, as });
      next += 1;
    }
  }
  return [...found.values()];
}

function holesOf(text: Text): readonly Hole[] {
  let at = 0;
  return text.flatMap((segment) => {
    const place: Range = [at, at + segment.text.length];
    at = place[1];
    return segment.kind === 'hole' ? [{ place, source: segment.source, expression: segment.text.slice(2, -1) }] : [];
  });
}

/** A word as wide as the hole, so that the scanner sees where it stands. */
function filler(text: Text, index: number): string {
  return (isNumber(text, index) ? '1' : 'q').repeat(text[index]?.text.length ?? 0);
}

/** Whether a hole stands after a dollar sign: it is the number of a parameter, and not the end of a `$$`. */
function isNumber(text: Text, index: number): boolean {
  return /(?:^|[^\w$])\$\d*$/.test(text[index - 1]?.text.slice(-8) ?? '');
}

/** The text with numbers, as wide as they were, where the script computes those of its parameters: `$${index}`. */
export function withNumbers(text: Text): Text {
  return text.map((segment, index) => {
    if (segment.kind !== 'hole' || !isNumber(text, index)) return segment;
    return { kind: 'constant', text: '1'.padEnd(segment.text.length), source: segment.source };
  });
}
