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
/** What our rules are called in ESLint. */
export const ownRule = 'farout-guard/';

/** A comment in the form of a directive, whomever it is meant for. */
export interface Wording {
  /** As written, with its prefix. */
  readonly keyword: string;
  readonly isEslint: boolean;
  /** The keyword without its prefix. */
  readonly word: string;
  /** What it lists; with no name it is about all rules. */
  readonly names: readonly { readonly name: string; readonly range: Range }[];
  /** What stands behind two dashes; empty without them. */
  readonly justification: string;
  /** The same where it says something. */
  readonly reason: string | null;
}

/** Takes a comment apart; null for one that is not of that form. */
export function readWording(comment: Comment, text: string): Wording | null {
  const match = opening.exec(comment.text);
  if (!match) return null;
  const [whole, keyword = '', prefix = '', word = ''] = match;
  const body = comment.text.slice(whole.length);
  const end = separator.exec(body);
  const list = end ? body.slice(0, end.index) : body;
  const place = placer(comment, text, whole.length);
  const justification = end ? body.slice(end.index + end[0].length).trim() : '';
  return {
    keyword,
    isEslint: prefix.toLowerCase() === 'eslint-',
    word,
    names: Array.from(list.matchAll(/[^\s,*'"]+/g), ({ 0: name, index }) => ({
      name,
      range: place(index, name.length),
    })),
    justification,
    reason: reasonOf(justification),
  };
}

/**
 * Reads a comment as a directive; null for any other comment, and for those of ESLint that are not about our rules: that name only others,
 * or that silence all without a reason in a script, where they are meant for others first.
 */
export function parseDirective(comment: Comment, text: string, isScript = false): Directive | null {
  const wording = readWording(comment, text);
  if (!wording) return null;
  const { keyword, isEslint, word, names, reason } = wording;
  const kind = kinds.find((name) => name === word) ?? null;
  if (isEslint && (kind === null || kind === 'approve' || kind === 'disable-file')) return null;
  const ours = isEslint ? names.filter(({ name }) => name.startsWith(ownRule)) : names;
  const isForOthers = names.length > 0 || (isScript && reason === null && kind !== 'enable');
  if (isEslint && ours.length === 0 && isForOthers) return null;
  const mentions = ours.map(({ name, range }) => ({ rule: bare(name), range }));
  return { kind, keyword, mentions, reason, isEslint, range: comment.range };
}

const bare = (name: string) => (name.startsWith(ownRule) ? name.slice(ownRule.length) : name);

/** A reason says something: an empty one, and the `<reason>` of a pasted message, do not count. */
function reasonOf(written: string): string | null {
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
