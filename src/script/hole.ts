import { hash } from 'node:crypto';
import type { Segment } from '../sql/position-map.ts';
import type { Range } from '../types.ts';

/** Longer names are cut off by PostgreSQL, so that two holes could become one. */
const MAXIMUM = 52;
const SHORTENED = 40;

/**
 * A value that is not known before it runs: a placeholder that names the expression, the same for the same expression only.
 * An empty one has no name of its own: it is told by its place.
 */
export function hole(expression: string, source: Range): Segment {
  return { kind: 'hole', text: `\${${nameOf(expression || `unknown … ${source[0]}`)}}`, source };
}

/** The expression as it stands, or what is left of it, with a mark that tells it from all others. */
function nameOf(expression: string): string {
  const plain = tidy(expression.slice(0, MAXIMUM));
  if (plain === expression) return plain;
  return `${tidy(plain.slice(0, SHORTENED))} …${hash('sha256', expression).slice(0, 8)}`.trim();
}

/** Without what SQL or a placeholder could take for a quote, a comment, another placeholder or an end. */
function tidy(expression: string): string {
  const words = expression.replaceAll(/[^\w ,.()[\]+<=>!&|-]+/g, ' ');
  return paired(words)
    .replaceAll(/ {2,}|-{2,}/g, (run) => run.charAt(0))
    .trim();
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']' };

/** The text without brackets that have no partner. */
function paired(text: string): string {
  const open: number[] = [];
  const alone = new Set<number>();
  [...text].forEach((sign, index) => {
    if (sign in closing) open.push(index);
    if (sign !== ')' && sign !== ']') return;
    if (closing[text.charAt(open.at(-1) ?? -1)] === sign) open.pop();
    else alone.add(index);
  });
  return [...text].filter((_, index) => !alone.has(index) && !open.includes(index)).join('');
}
