import { type Lines, lines } from '../lines.ts';
import { split, type Chunk } from '../sql/split.ts';
import { tokenize } from '../sql/tokens.ts';
import type { Comment, Range } from '../types.ts';
import type { SourceLocation } from './options.ts';
import { type DeepNode, deepNode } from './deep-node.ts';

/** What each node, token and comment has; `range` is in UTF-16 offsets, lines count from 1 and columns from 0. */
interface Located {
  readonly type: string;
  readonly range: Range;
  readonly loc: SourceLocation;
}

/** The whole file. */
export interface SqlDocument extends Located {
  readonly type: 'SqlDocument';
  readonly body: readonly SqlStatement[];
  readonly comments: readonly SqlComment[];
  readonly tokens: readonly SqlToken[];
}

/** One statement, psql command or the rows of a COPY, without its semicolon. */
export interface SqlStatement extends Located {
  readonly type: 'SqlStatement';
  readonly kind: Chunk['kind'];
  /** PostgreSQL's own tree, with `languageOptions.deep`; null for what it cannot parse. */
  readonly tree: DeepNode | null;
}

/** A comment; `value` is what stands between its signs. */
export interface SqlComment extends Located {
  readonly type: 'Line' | 'Block';
  readonly value: string;
}

/** A token of PostgreSQL's scanner; `type` is its kind: `word`, `identifier`, `string`, `number`, `operator` … */
export interface SqlToken extends Located {
  readonly value: string;
}

/** Answers the place of a range as ESLint counts it. */
export type Locate = (range: Range) => SourceLocation;

/** A locator for one text. */
export function locator(places: Lines): Locate {
  const at = (offset: number) => {
    const { line, column } = places.locate(offset);
    return { line, column: column - 1 };
  };
  return ([start, end]) => ({ start: at(start), end: at(end) });
}

/** Reads a text as ESLint's tree; never fails, whatever the text. Tokens are read when they are asked for. */
export function readDocument(text: string, deep: boolean): SqlDocument {
  const locate = locator(lines(text));
  const { chunks, comments } = split(text);
  const range: Range = [0, text.length];
  let tokens: readonly SqlToken[] | null = null;
  return {
    type: 'SqlDocument',
    range,
    loc: locate(range),
    body: chunks.map(({ kind, range: at }) => ({
      type: 'SqlStatement',
      kind,
      range: at,
      loc: locate(at),
      tree: deep && kind === 'sql' ? deepNode(text, at, locate) : null,
    })),
    comments: comments.map((comment) => toComment(comment, locate)),
    get tokens() {
      return (tokens ??= tokensOf(text, locate));
    },
  };
}

function toComment({ range, text, style }: Comment, locate: Locate): SqlComment {
  return { type: style === 'line' ? 'Line' : 'Block', value: text, range, loc: locate(range) };
}

function tokensOf(text: string, locate: Locate): readonly SqlToken[] {
  return tokenize(text).map(({ kind, start, end }) => ({
    type: kind,
    value: text.slice(start, end),
    range: [start, end],
    loc: locate([start, end]),
  }));
}
