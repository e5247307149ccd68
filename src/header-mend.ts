import { isScript } from './config/defaults.ts';
import { withLineEndsOf } from './line-ends.ts';
import { lines } from './lines.ts';
import type { Comment, Edit, Header, Migration, Suggestion } from './types.ts';

/** Of some tools the first lines speak to them alone, and nothing may stand before. */
const firstLines: Readonly<Record<string, RegExp>> = {
  atlas: /^\s*atlas:/,
  'graphile-migrate': /^!/,
  liquibase: /^\s*liquibase\b/i,
};

/** What a script begins with: how it is run, and in which mode. */
const opening = /^(?:#![^\r\n]*(?:\r\n?|\n))?(?:\s*(?:'use strict'|"use strict");?[^\S\r\n]*(?:\r\n?|\n))?/;

/** Puts the whole header at the top. */
export function insertHeader(migration: Migration, header: string): Suggestion {
  const { text } = migration;
  const at = afterFirstLines(migration);
  const before = at === 0 ? '' : /[\n\r]$/.test(text.slice(0, at)) ? '\n' : '\n\n';
  const after = /^(?:[^\S\r\n]*(?:\r\n?|\n|$))/.test(text.slice(at)) ? '\n' : '\n\n';
  const edit: Edit = { range: [at, at], text: withLineEndsOf(text, `${before}${header}${after}`) };
  return { message: 'Add the header of the template', edits: [edit] };
}

function afterFirstLines({ text, path, adapter, comments }: Migration): number {
  if (isScript(path)) return opening.exec(text)?.[0].length ?? 0;
  const pattern = firstLines[adapter];
  let at = 0;
  for (const { range, text: words } of comments) {
    if (!pattern?.test(words) || text.slice(at, range[0]).trim() !== '') break;
    at = range[1] + (/^(?:\r\n?|\n)/.exec(text.slice(range[1]))?.[0].length ?? 0);
  }
  return at;
}

/** Adds the lines that a header lacks below its last field; null where its comment ends on the same line. */
export function completeHeader({ text, comments }: Migration, header: Header, missing: readonly string[]): Suggestion | null {
  const last = header.fields.at(-1);
  const comment = comments.find(({ range }) => last && range[0] <= last.range[0] && range[1] >= last.range[1]);
  if (!last || !comment || missing.length === 0) return null;
  const places = lines(text);
  const start = places.startOf(places.locate(header.fields[0]?.range[0] ?? 0).line);
  const prefix = text.slice(start, header.fields[0]?.range[0]);
  const end = last.range[1] + (/^[^\r\n]*/.exec(text.slice(last.range[1]))?.[0].length ?? 0);
  if (comment.style === 'block' && end >= comment.range[1]) return null;
  const lead = leadOf(prefix, comment);
  const added = missing.map((line) => `\n${lead}${line}`).join('');
  return { message: 'Add what the header lacks', edits: [{ range: [end, end], text: withLineEndsOf(text, added) }] };
} // prettier-ignore

/** What further lines begin with: below the opening of a block comment, blanks as wide as that. */
function leadOf(prefix: string, { style }: Comment): string {
  return style === 'line' ? prefix : prefix.replace(/\/\*+/, (opened) => ' '.repeat(opened.length));
}
