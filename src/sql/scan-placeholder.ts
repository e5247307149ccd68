import type { Range } from '../types.ts';

/** A placeholder, or a control tag that stands for no text of its own. */
export interface Found {
  readonly range: Range;
  readonly control: boolean;
}

/** Closing signs that were searched in vain, so that no search fails twice. */
export type Search = Set<string>;

/** An empty memory of failed searches. */
export function createSearch(): Search {
  return new Set();
}

const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** How far the closing brace of `${…}` may be. */
const MAXIMUM_BRACES = 256;

/** How far the closing sign of a placeholder may be from the quote that seems to end the literal around it. */
const MAXIMUM_CUT = 128;

/** `{{if x}}`, `{{#each x}}`, `{{/if}}`, `{{end}}`, `{{! comment }}`, `{{$x := 1}}`. */
const control =
  /^[-~]?\s*(?:[#/^!>]|(?:if|else|elseif|elif|end|range|with|define|block|template|break|continue)\b|\$\w+(?:,\s*\$\w+)?\s*:?=)/;

/** The placeholder that begins exactly at `start`, or null. */
export function findPlaceholder(text: string, start: number, search: Search): Found | null {
  switch (text.charAt(start)) {
    case '{':
      return doubleBraces(text, start, search) ?? tag(text, start, search) ?? matched(text, start, singleBraces);
    case '$':
    case '#':
      return text.charAt(start + 1) === '{' ? braces(text, start) : null;
    case '%':
      return matched(text, start, pythonFormat);
    case '@':
      return matched(text, start, betweenAts);
    case '<':
      return text.charAt(start + 1) === '%' ? angles(text, start, search) : null;
    default:
      return null;
  }
}

const singleBraces = /\{[A-Za-z_][\w.]*\}/y;
const pythonFormat = /%\([A-Za-z_][\w.]*\)[sdif](?![\w$])/y;
const betweenAts = /@[A-Za-z_][\w.-]*@(?![@>?-])/y;

function matched(text: string, start: number, pattern: RegExp): Found | null {
  pattern.lastIndex = start;
  return pattern.test(text) ? { range: [start, pattern.lastIndex], control: false } : null;
}

function doubleBraces(text: string, start: number, search: Search): Found | null {
  if (!text.startsWith('{{', start)) return null;
  const close = find(text, '}}', start + 2, search);
  if (close === -1) return null;
  const triple = text.charAt(start + 2) === '{' && text.charAt(close + 2) === '}';
  const content = text.slice(start + 2, Math.min(close, start + 80));
  return { range: [start, close + (triple ? 3 : 2)], control: !triple && control.test(content) };
}

/** `{% if x %}` and `{# comment #}`. */
function tag(text: string, start: number, search: Search): Found | null {
  const sign = text.charAt(start + 1);
  if (sign !== '%' && sign !== '#') return null;
  const close = find(text, `${sign}}`, start + 2, search);
  return close === -1 ? null : { range: [start, close + 2], control: true };
}

/** `<%= x %>` and `<%- x %>` stand for text, `<% if x %>` and `<%# comment %>` do not. */
function angles(text: string, start: number, search: Search): Found | null {
  const close = find(text, '%>', start + 2, search);
  if (close === -1) return null;
  const sign = text.charAt(start + 2);
  return { range: [start, close + 2], control: sign !== '=' && sign !== '-' };
}

/** `${x}` and `#{x}`, with braces inside in pairs. */
function braces(text: string, start: number): Found | null {
  const limit = Math.min(text.length, start + MAXIMUM_BRACES);
  let depth = 0;
  for (let index = start + 1; index < limit; index++) {
    const code = text.charCodeAt(index);
    if (code === OPEN_BRACE) depth++;
    else if (code === CLOSE_BRACE && --depth === 0) return { range: [start, index + 1], control: false };
  }
  return null;
}

const pairs = [['{{', '}}'], ['<%', '%>'], ['${', '}'], ['#{', '}']] as const; // prettier-ignore

/** The placeholder that a literal's end cuts in two, as in `"{{ option "schema" }}"`; null when the literal `[start, end)` has none. */
export function findCut(text: string, start: number, end: number): Range | null {
  const literal = text.slice(start, end);
  for (const [open, close] of pairs) {
    const index = literal.lastIndexOf(open);
    if (index === -1 || literal.includes(close, index)) continue;
    const rest = text.slice(end, end + MAXIMUM_CUT);
    const closing = rest.indexOf(close);
    if (closing !== -1 && !/[\r\n;]/.test(rest.slice(0, closing))) return [start + index, end + closing + close.length];
  }
  return null;
}

function find(text: string, sign: string, from: number, search: Search): number {
  if (search.has(sign)) return -1;
  const index = text.indexOf(sign, from);
  if (index === -1) search.add(sign);
  return index;
}
