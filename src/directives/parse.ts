import type { Comment, Range } from '../types.ts';

const kinds = ['disable-next-line', 'disable-line', 'disable', 'enable', 'disable-file', 'approve'] as const;

export type DirectiveKind = (typeof kinds)[number];

/** What a directive may be called. */
export const directiveKeywords = kinds.map((kind) => `farout-guard-${kind}`);

/** A rule that a directive names. */
interface Mention {
  readonly rule: string;
  readonly range: Range;
}

/** A comment that speaks to the linter. */
export interface Directive {
  /** Null when no directive has that keyword. */
  readonly kind: DirectiveKind | null;
  /** As written, with its prefix: `farout-guard-approve`, `eslint-disable-line`. */
  readonly keyword: string;
  /** Empty: all rules. */
  readonly mentions: readonly Mention[];
  readonly reason: string | null;
  /** Whether it is one of ESLint's. */
  readonly isEslint: boolean;
  /** The whole comment. */
  readonly range: Range;
}

const opening = /^[\s*]*((farout-guard-|eslint-)([a-z]+(?:-[a-z]+)*))(?=\s|$)/i;
const separator = /(?:^|\s)-{2,}(?=\s|$)/;
const ownRule = 'farout-guard/';

/**
 * Reads a comment as a directive; null for any other comment, and for those of ESLint that are not about our rules: that name only others,
 * or that silence all without a reason in a script, where they are meant for others first.
 */
export function parseDirective(comment: Comment, text: string, isScript = false): Directive | null {
  const match = opening.exec(comment.text);
  if (!match) return null;
  const [whole, keyword = '', prefix = '', word = ''] = match;
  const foreign = prefix.toLowerCase() === 'eslint-';
  const kind = kinds.find((name) => name === word) ?? null;
  if (foreign && (kind === null || kind === 'approve' || kind === 'disable-file')) return null;
  const body = comment.text.slice(whole.length);
  const end = separator.exec(body);
  const list = end ? body.slice(0, end.index) : body;
  const place = placer(comment, text, whole.length);
  const mentions = [...list.matchAll(/[^\s,*]+/g)]
    .filter(([name]) => !foreign || name.startsWith(ownRule))
    .map(({ 0: name, index }) => ({ rule: bare(name), range: place(index, name.length) }));
  const reason = end ? reasonOf(body.slice(end.index + end[0].length)) : null;
  const isForAll = /^[\s*]*$/.test(list);
  if (foreign && mentions.length === 0 && (!isForAll || (isScript && reason === null && kind !== 'enable')))
    return null;
  return {
    kind,
    keyword,
    mentions,
    reason,
    isEslint: foreign,
    range: comment.range,
  };
}

const bare = (name: string) => (name.startsWith(ownRule) ? name.slice(ownRule.length) : name);

/** A reason says something: an empty one, and the `<reason>` of a pasted message, do not count. */
export function reasonOf(written: string): string | null {
  const reason = written
    .replaceAll(/\s+/g, ' ')
    .replace(/[ *]+$/, '')
    .trim();
  return /\p{L}/u.test(reason) && !/^<[^<>]*>$/.test(reason) ? reason : null;
}

/** Ranges of parts of a comment; the whole comment where the file does not hold its text word for word. */
function placer(
  { range, text: inside }: Comment,
  text: string,
  skip: number,
): (index: number, length: number) => Range {
  const start = range[0] + 2;
  const exact = text.startsWith(inside, start);
  return (index, length) => (exact ? [start + skip + index, start + skip + index + length] : range);
}
