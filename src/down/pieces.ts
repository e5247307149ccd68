import { foldIdentifier, type Token, tokenize } from '../sql/tokens.ts';

/** A part of a text, with its tokens. */
export interface Piece {
  readonly text: string;
  readonly source: string;
  readonly tokens: readonly Token[];
}

/** The word of a token in lower case, or its sign. */
export function wordOf(source: string, token: Token | undefined): string {
  return token ? source.slice(token.start, token.end).toLowerCase() : '';
}

/** What a token names, folded as PostgreSQL folds it. */
export function nameOf(source: string, token: Token | undefined): string {
  return token && (token.kind === 'word' || token.kind === 'identifier') ? foldIdentifier(source, token) : '';
}

/** The parts between the commas that stand in no parentheses. */
export function splitTop(source: string, tokens: readonly Token[] = tokenize(source)): readonly Piece[] {
  const pieces: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    const sign = wordOf(source, token);
    if (sign === '(' || sign === '[') depth++;
    if (sign === ')' || sign === ']') depth--;
    if (sign === ',' && depth === 0) pieces.push([]);
    else pieces.at(-1)?.push(token);
  }
  return pieces.flatMap((piece) => (piece.length > 0 ? [pieceOf(source, piece)] : []));
}

/** The words of these tokens, with all that stands between them. */
export function pieceOf(source: string, tokens: readonly Token[]): Piece {
  return { text: source.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0), source, tokens };
}

/** The index of the parenthesis that closes the one at an index. */
export function closingOf(source: string, tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const sign = wordOf(source, tokens[index]);
    if (sign === '(') depth++;
    if (sign === ')' && --depth === 0) return index;
  }
  return tokens.length;
}

/** Whether a text names a column, or anything of its name. */
export function mentions(source: string, column: string): boolean {
  return tokenize(source).some((token) => nameOf(source, token) === column);
}
