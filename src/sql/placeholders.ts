import type { Range } from '../types.ts';
import { quoteEnd } from './scan-quotes.ts';
import { createScanner, scan } from './scan.ts';
import type { Scanner } from './scan.ts';
import { createSearch, findCut, findPlaceholder } from './scan-placeholder.ts';
import type { Found, Search } from './scan-placeholder.ts';
import { tokenize } from './tokens.ts';

const DOUBLE_QUOTE = 34;
const QUOTE = 39;

/** What a placeholder is read as where it stands alone; as part of a name it always gives a name. */
export type Reading = 'name' | 'string' | 'number';

/** A placeholder of a template or a psql variable, as written. */
interface Placeholder {
  readonly range: Range;
  readonly written: string;
}

/** A text in which every placeholder is replaced by SQL of the same width, so that offsets stay. */
export interface Replaced {
  readonly text: string;
  /** In their order, with control tags such as `{{ if x }}`, which are replaced by blanks. */
  readonly placeholders: readonly Placeholder[];
}

interface Replacement {
  readonly range: Range;
  readonly filler: string;
}

/** Replaces placeholders outside comments and literals: `${x}`, `{{ x }}`, `%(x)s`, `@x@`, `#{x}`, `{x}`, `<%= x %>`, `:x`, `:'x'`, `:"x"`. */
export function replacePlaceholders(text: string, reading: Reading = 'name'): Replaced {
  const fillerOf = createFill(text);
  const templates = findTemplates(text, reading, fillerOf);
  const filled = fill(text, templates);
  const variables = findVariables(filled, reading, fillerOf);
  const ranges = outermost([...templates, ...variables].map(({ range }) => range));
  return {
    text: fill(filled, variables),
    placeholders: ranges.map((range) => ({ range, written: text.slice(...range) })),
  };
}

/** In their order; `:a{{b}}` is one placeholder. */
function outermost(ranges: readonly Range[]): Range[] {
  let last = 0;
  return ranges
    .toSorted(([start], [other]) => start - other)
    .filter(([start, end]) => {
      const isInside = start < last;
      last = Math.max(last, end);
      return !isInside;
    });
}

function fill(text: string, replacements: readonly Replacement[]): string {
  const parts: string[] = [];
  let position = 0;
  for (const { range, filler } of replacements) {
    parts.push(text.slice(position, range[0]), filler);
    position = range[1];
  }
  parts.push(text.slice(position));
  return parts.join('');
}

function findTemplates(text: string, reading: Reading, fillerOf: Fill): Replacement[] {
  const found: Replacement[] = [];
  const scanner = createScanner(text, null);
  const search = createSearch();
  let numberEnd = -1;
  while (scan(scanner)) {
    const placeholder = placeholderIn(scanner, search);
    if (scanner.kind === 'number') numberEnd = scanner.end;
    if (placeholder === null) {
      takeCut(scanner, found, fillerOf);
      continue;
    }
    const { range, control } = placeholder;
    const alone = !touchesName(text, range);
    const as = numberEnd === range[0] ? 'number' : alone ? reading : 'name';
    found.push({ range, filler: control ? blanks(text, range) : fillerOf(as, range) });
    if (as === 'number') numberEnd = range[1];
    scanner.position = range[1];
  }
  return found;
}

/** A placeholder at the beginning of a token, inside an operator (`=@x@`) or at the `$` that ends a word (`a_${x}`). */
function placeholderIn(scanner: Scanner, search: Search): Found | null {
  const { text, kind, start, end } = scanner;
  if (kind === 'word') return text.charAt(end - 1) === '$' ? findPlaceholder(text, end - 1, search) : null;
  if (kind !== 'operator') return null;
  for (let index = start; index < end; index++) {
    const found = findPlaceholder(text, index, search);
    if (found !== null) return found;
  }
  return null;
}

/** Placeholders that hold the quotes of the literal around them, as in `"{{ option "schema" }}"`; goes on after the literal. */
function takeCut(scanner: Scanner, found: Replacement[], fillerOf: Fill): void {
  const { text, kind, start } = scanner;
  const quote = text.charCodeAt(start);
  if (kind === 'variable' || (quote !== DOUBLE_QUOTE && quote !== QUOTE)) return;
  for (let cut = findCut(text, start, scanner.end); cut !== null; cut = findCut(text, cut[1], scanner.end)) {
    const end = quoteEnd(text, cut[1], text.length, quote);
    if (end === -1) return;
    found.push({ range: cut, filler: fillerOf('name', cut) });
    scanner.end = end;
    scanner.position = end;
  }
}

function findVariables(text: string, reading: Reading, fillerOf: Fill): Replacement[] {
  return tokenize(text)
    .filter(({ kind }) => kind === 'variable')
    .map(({ start, end }) => {
      const quote = text.charAt(end - 1);
      const name = quote === '"' ? `"${fillerOf('name', [start + 1, end - 1])}"` : fillerOf(reading, [start, end]);
      return { range: [start, end], filler: quote === "'" ? fillerOf('string', [start, end]) : name };
    });
}

/** Gives what stands in for a placeholder: the same for the same writing, so that two different ones are two names. */
type Fill = (reading: Reading, range: Range) => string;

/** Names begin with `p`, with which no short keyword begins, and give one name together with the letters beside them. */
function createFill(text: string): Fill {
  const numbers = new Map<string, number>();
  return (reading, [start, end]) => {
    const written = text.slice(start, end);
    const number = numbers.get(written) ?? numbers.size;
    numbers.set(written, number);
    const width = end - start;
    if (reading === 'number')
      return String(number + 2)
        .padStart(width, '1')
        .slice(-width);
    const digits = number.toString(36);
    return reading === 'string' ? `'${fit(digits, width - 2)}'` : `p${fit(digits, width - 1)}`;
  };
}

function fit(digits: string, width: number): string {
  return width < 1 ? '' : digits.padStart(width, '_').slice(-width);
}

function blanks(text: string, range: Range): string {
  return text.slice(...range).replace(/[^\r\n]/g, ' ');
}

/** Whether a part of a name, another placeholder or a dot stands directly beside the range. */
function touchesName(text: string, [start, end]: Range): boolean {
  return (
    /[\w$."}>@]/.test(text.charAt(start - 1)) ||
    /[\w$."{<#@]/.test(text.charAt(end)) ||
    isBeyondAscii(text, start - 1, end)
  );
}

function isBeyondAscii(text: string, before: number, after: number): boolean {
  return text.charCodeAt(before) >= 128 || text.charCodeAt(after) >= 128;
}
