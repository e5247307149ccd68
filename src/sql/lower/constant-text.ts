import type { Node } from '@pgsql/types';
import type { Range } from '../../types.ts';
import { compose, fromSegments, type MappedText, type PositionMap, verbatim } from '../position-map.ts';
import { decodeString } from '../tokens.ts';
import { type Frame, tokenAtByte } from './frame.ts';
import { nameOf, strings } from './names.ts';

/** A part of a text that is put together at run time: known, or a hole that an expression fills. */
export type TextPart =
  | { readonly kind: 'known'; readonly text: string; readonly map: PositionMap }
  | {
      readonly kind: 'hole';
      readonly written: string;
      readonly source: Range;
      readonly as: 'identifier' | 'literal' | 'raw';
    };

/** The value of an expression that is one constant text, or null; positions are in the file. */
export function constantText(node: Node | undefined, frame: Frame): MappedText | null {
  const parts = textParts(node, frame);
  const [part] = parts ?? [];
  return parts?.length === 1 && part?.kind === 'known' ? part : null;
}

/**
 * An expression as text with holes: literals, `||`, concat, format, quote_ident and variables with one known value; positions are in the file.
 * Null when it is no text at all that could be told (`NULL`, a number).
 */
export function textParts(node: Node | undefined, frame: Frame): TextPart[] | null {
  if (!node) return null;
  if ('A_Const' in node) return literal(node.A_Const, frame);
  if ('TypeCast' in node) return textParts(node.TypeCast.arg, frame);
  if ('CollateClause' in node) return textParts(node.CollateClause.arg, frame);
  if ('A_Expr' in node && strings(node.A_Expr.name).at(-1) === '||') {
    const sides = [node.A_Expr.lexpr, node.A_Expr.rexpr].map((side) => textParts(side, frame) ?? [hole(side, frame)]);
    return sides.flat();
  }
  if ('FuncCall' in node) return functionParts(node.FuncCall, node, frame);
  if ('ColumnRef' in node) {
    const parts = strings(node.ColumnRef.fields);
    const known = parts.length === 1 ? frame.variables.get(parts[0] ?? '') : undefined;
    return known ? [...known] : [hole(node, frame)];
  }
  return [hole(node, frame)];
} // prettier-ignore

function literal(node: { sval?: { sval?: string }; location?: number }, frame: Frame): TextPart[] | null {
  if (!node.sval) return null;
  const token = frame.tokens[tokenAtByte(frame, node.location ?? 0)];
  const text = node.sval.sval ?? '';
  const decoded = token?.kind === 'string' ? decodeString(frame.source.text, token) : null;
  // Adjacent literals on two lines are one value: then only the first one's place is known.
  const mapped = decoded?.text === text ? decoded : fromSegments([{ kind: 'escape', text, source: token ? [token.start, token.end] : [0, 0] }]); // prettier-ignore
  return [{ kind: 'known', ...compose(frame.source, mapped) }];
}

function functionParts(call: { funcname?: Node[]; args?: Node[] }, node: Node, frame: Frame): TextPart[] {
  const { name } = nameOf(strings(call.funcname));
  const args = call.args ?? [];
  const [first] = args;
  if (name === 'quote_ident') return argumentParts(first, 'I', frame);
  if (name === 'quote_literal' || name === 'quote_nullable') return argumentParts(first, 'L', frame);
  if (name === 'concat') return args.flatMap((arg) => textParts(arg, frame) ?? [hole(arg, frame)]);
  if (name === 'format' && first) {
    const pattern = textParts(first, frame);
    if (pattern?.every((part) => part.kind === 'known')) return formatParts(pattern, args.slice(1), frame);
  }
  return [hole(node, frame)];
} // prettier-ignore

/** `format('DROP TABLE %I', x)`: %I is an identifier, %L a literal, %s text as it is; `%1$I` names its argument. */
function formatParts(pattern: readonly TextPart[], args: readonly Node[], frame: Frame): TextPart[] {
  const parts: TextPart[] = [];
  let next = 0;
  for (const piece of pattern) {
    if (piece.kind !== 'known') continue;
    let last = 0;
    for (const match of piece.text.matchAll(/%(?:(\d+)\$)?-?\d*([sIL%])/g)) {
      parts.push(slice(piece, last, match.index));
      last = match.index + match[0].length;
      if (match[2] === '%') parts.push(slice(piece, last - 1, last));
      else {
        next = match[1] ? Number(match[1]) : next + 1;
        parts.push(...argumentParts(args[next - 1], match[2] ?? 's', frame));
      }
    }
    parts.push(slice(piece, last, piece.text.length));
  }
  return parts;
} // prettier-ignore

function argumentParts(arg: Node | undefined, conversion: string, frame: Frame): TextPart[] {
  const as = conversion === 'I' ? 'identifier' : conversion === 'L' ? 'literal' : 'raw';
  const known = textParts(arg, frame);
  if (as === 'raw' && known) return known;
  const constant = (known ?? []).filter((part) => part.kind === 'known');
  const [part] = constant;
  if (!known || !part || constant.length < known.length) return [hole(arg, frame, as)];
  const text = constant.map((piece) => piece.text).join('');
  const source = part.map.toSource([0, part.text.length]);
  const quoted = as === 'literal' ? `'${text.replaceAll("'", "''")}'` : `"${text.replaceAll('"', '""')}"`;
  return [{ kind: 'known', ...fromSegments([{ kind: 'escape', text: quoted, source }]) }];
} // prettier-ignore

function slice(part: TextPart & { kind: 'known' }, start: number, end: number): TextPart {
  return { kind: 'known', ...compose(part, verbatim(part.text.slice(start, end), start)) };
}

/** What an unknown expression leaves: its words, for messages. */
function hole(node: Node | undefined, frame: Frame, as: 'identifier' | 'literal' | 'raw' = 'raw'): TextPart {
  const words = wide(frame, tokenAtByte(frame, locationOf(node)));
  return { kind: 'hole', written: frame.source.text.slice(...words), source: frame.source.map.toSource(words), as };
}

/** A dotted name is shown whole: `r.tablename`. */
function wide(frame: Frame, first: number): Range {
  let last = first;
  while (frame.source.text[frame.tokens[last + 1]?.start ?? -1] === '.' && frame.tokens[last + 2]) last += 2;
  return [frame.tokens[first]?.start ?? 0, frame.tokens[last]?.end ?? 0];
}

/** The least position in a node is where it begins. */
function locationOf(node: unknown): number {
  let least = Number.MAX_SAFE_INTEGER;
  JSON.stringify(node, (key, value: unknown) => {
    if (key === 'location' && typeof value === 'number' && value >= 0) least = Math.min(least, value);
    return value;
  });
  return least === Number.MAX_SAFE_INTEGER ? 0 : least;
}
