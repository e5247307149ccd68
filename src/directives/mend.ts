import { isScript } from '../config/defaults.ts';
import { innermost } from '../innermost.ts';
import { scriptTokens } from '../migration/script-tokens.ts';
import { beginsLine, blanksBefore } from '../lines.ts';
import type { Comment, Edit, Migration, Range, Suggestion } from '../types.ts';
import type { Claim } from './claims.ts';

/** Tells which `//` and block comments are the script's own, and do not stand in its strings, as far as one can tell. */
export function ownComments({ path, text, comments }: Migration): (range: Range) => boolean {
  const mayBeOwn = ([start]: Range) => /^\/[/*]/.test(text.slice(start, start + 2));
  if (!isScript(path) || !comments.some(({ range }) => mayBeOwn(range))) return () => false;
  const strings = scriptTokens(text).tokens.filter(({ kind }) => kind === 'string');
  const isInString = innermost(strings.map(({ start, end }): Range => [start, end]));
  return (range) => mayBeOwn(range) && isInString(...range) === null;
}

/** The edits that make a comment of the file, or of the SQL in it, read otherwise. */
function rewriteComment(migration: Migration, comment: Range, words: (old: string) => string | null) {
  const isOwn = ownComments(migration)(comment);
  const { text } = migration;
  const wanted = words(isOwn ? text.slice(...comment) : migration.words(comment));
  if (wanted === null) return null;
  return isOwn ? [{ range: comment, text: wanted }] : migration.rewrite(comment, wanted);
}

/** `--` in place of `//`, which PostgreSQL does not know. */
export function withDashes(migration: Migration, { range }: Comment): readonly Edit[] | null {
  return rewriteComment(migration, range, (old) => (old.startsWith('//') ? `--${old.slice(2)}` : null));
}

/** Room for the reason that a directive lacks; no reason is taken for one before a person writes it. */
export function withReason(migration: Migration, comment: Range): Suggestion | null {
  const edits = rewriteComment(migration, comment, (old) => {
    const [, words = '', end = ''] = /^(.*?)(\s*(?:\*+\/)?)$/s.exec(old) ?? [];
    if (/[\r\n]/.test(old) || /\s--?(?:\s|$)/.test(words.slice(2))) return null;
    return `${words} -- <reason>${end === '' ? '' : ` ${end.trimStart()}`.trimEnd()}`;
  });
  return edits && { message: 'Add room for the reason; a person fills it in', edits };
}

/** Takes a directive out, or of several rules the one that it names for nothing. */
export function withoutClaim(migration: Migration, { directive, range }: Claim): readonly Edit[] | null {
  const { text, path } = migration;
  const { mentions, range: comment, keyword } = directive;
  // Rules of others may be named beside ours, and in strings of a script one cannot tell what is exact.
  if (keyword.startsWith('eslint-') || (isScript(path) && !ownComments(migration)(comment))) return null;
  if (mentions.length < 2) return [withoutComment(text, comment)];
  const at = mentions.findIndex((mention) => mention.range[0] === range[0]);
  const [previous, next] = [mentions[at - 1], mentions[at + 1]];
  if (at < 0 || range === comment) return null;
  if (next) return [{ range: [range[0], next.range[0]], text: '' }];
  return previous ? [{ range: [previous.range[1], range[1]], text: '' }] : null;
}

/** With its line, if it stands there alone. */
function withoutComment(text: string, [start, end]: Range): Edit {
  const before = blanksBefore(text, start);
  const restOfLine = /^[^\S\r\n]*(?:\r\n?|\n|$)/.exec(text.slice(end));
  if (restOfLine) return { range: [before, beginsLine(text, before) ? end + restOfLine[0].length : end], text: '' };
  return { range: [start, end], text: before < start || /^\s/.test(text.slice(end)) ? '' : ' ' };
}
