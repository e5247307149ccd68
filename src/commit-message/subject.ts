import { isPlaceholder } from '../header.ts';

/** Options of the rule `commit-message`. */
export interface MessageOptions {
  /** Of the first line; the first one is proposed. */
  readonly types: readonly string[];
  /** Of the first line; none for any scope, or no scope. */
  readonly scopes: readonly string[];
}

/** What is wrong with a first line, as the end of a sentence, and the line as it should be. */
export interface SubjectProblem {
  readonly what: string;
  readonly line: string;
}

/** A longer line is cut where it is shown. */
const longest = 200;

/** Judges a first line by Conventional Commits, `type(scope)!: what changes`; null when nothing is wrong. */
export function subjectProblem(subject: string, options: MessageOptions): SubjectProblem | null {
  const { types, scopes } = options;
  const [, type, scope, breaking = '', rest] = /^([^\s():!]+)(?:\(([^()]*)\))?(!)?:(?:\s+(.*))?$/.exec(subject) ?? [];
  const [wordedType, wordedScope] = [types.join(', '), scopes.join(', ')];
  if (type === undefined)
    return { what: `is not of the form ${subjectStart(options)}: what changes`, line: proposal(options, subject) };
  const isType = types.some((known) => isSame(known, type));
  const isScope = scopes.length === 0 || hasScope(scope ?? '', scopes);
  const text = rest?.trim() ?? '';
  const start = subjectStart(options, isType ? type : undefined, isScope ? scope : undefined);
  const line = `${start}${breaking}: ${shorten(text) || '<what changes>'}`;
  if (!isType) return { what: `has the type "${shorten(type)}" instead of one of ${wordedType}`, line };
  if (!isScope)
    return { what: `${scope ? `has the scope "${shorten(scope)}"` : 'has no scope'} instead of ${wordedScope}`, line };
  if (text === '' || isPlaceholder(text)) return { what: 'does not say what changes', line };
  return null;
}

/** A first line in the words given. */
export const proposal = (options: MessageOptions, words: string): string =>
  `${subjectStart(options)}: ${shorten(words)}`;

function subjectStart({ types, scopes }: MessageOptions, type = types[0] ?? 'feat', scope = scopes[0]): string {
  return scope ? `${type}(${scope})` : type;
}

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** One commit may be about several: `db,api`, `db/users`. */
const hasScope = (scope: string, scopes: readonly string[]) =>
  scope.split(/[,/\\]/).some((part) => scopes.some((known) => isSame(known, part.trim())));

/** A line as a message may show it. */
export const shorten = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
