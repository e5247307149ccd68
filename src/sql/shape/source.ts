import { byteOffsets } from '../byte-offsets.ts';
import { type Token, tokenize } from '../tokens.ts';

/** The words of a statement, by the positions that the parser gives. */
export interface Source {
  readonly text: string;
  /** The words from a byte on: up to the comma or parenthesis that ends them, or to another byte. */
  readonly from: (byte: number | undefined, until?: number) => string;
}

/** Takes words out of a statement. */
export function sourceOf(text: string): Source {
  const offset = byteOffsets(text);
  let tokens: readonly Token[] | null = null;
  return {
    text,
    from(byte, until) {
      const start = offset(byte ?? 0);
      if (until !== undefined) return text.slice(start, offset(until)).trim();
      tokens ??= tokenize(text);
      return text.slice(start, endOf(text, tokens, start));
    },
  };
}

function endOf(text: string, tokens: readonly Token[], start: number): number {
  let depth = 0;
  let end = start;
  for (const token of tokens) {
    if (token.start < start) continue;
    const sign = text.slice(token.start, token.end);
    if (sign === '(' || sign === '[') depth++;
    if (sign === ')' || sign === ']') depth--;
    if (depth < 0 || (depth === 0 && (sign === ',' || sign === ';'))) return end;
    end = token.end;
  }
  return end;
}
