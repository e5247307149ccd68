import { lastAtOrBefore } from '../lines.ts';
import { parse } from '../sql/postgres.ts';
import { byteOffsets } from '../sql/byte-offsets.ts';
import { tokenize, type Token } from '../sql/tokens.ts';
import type { Range } from '../types.ts';
import { typeOfField } from './deep-types.ts';
import type { Locate } from './document.ts';
import type { SourceLocation } from './options.ts';

/**
 * A node of PostgreSQL's own tree, as libpg_query writes it, with `type`, `range` and `loc`. PostgreSQL notes where some nodes begin;
 * a node reaches from there, or from its first part, to the end of its last part that is known; one of which nothing is known has the
 * range of what holds it.
 */
export interface DeepNode {
  readonly type: string;
  readonly range: Range;
  readonly loc: SourceLocation;
  readonly [field: string]: unknown;
}

interface Reader {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Where each of them begins. */
  readonly starts: readonly number[];
  readonly utf16: (byte: number) => number;
  /** Where the statement begins in the file. */
  readonly offset: number;
  readonly locate: Locate;
}

/** A node whose place may not be known yet. */
interface Draft {
  readonly type: string;
  readonly range: Range | null;
  readonly fields: [name: string, value: unknown][];
}

/** PostgreSQL's tree of the statement at a range of a text; null when it refuses the statement. */
export function deepNode(text: string, range: Range, locate: Locate): DeepNode | null {
  const sql = text.slice(...range);
  const parsed = parse(sql);
  const stmt = parsed.ok ? parsed.tree.stmts?.[0]?.stmt : undefined;
  if (!stmt) return null;
  const tokens = tokenize(sql);
  const starts = tokens.map(({ start }) => start);
  const reader: Reader = { text: sql, tokens, starts, utf16: byteOffsets(sql), offset: range[0], locate };
  const draft = valueOf(stmt, '', '', reader);
  return isDraft(draft) ? finished({ ...draft, range: null }, range, reader) : null;
}

const drafts = new WeakSet<object>();
const isDraft = (value: unknown): value is Draft => typeof value === 'object' && value !== null && drafts.has(value);

function valueOf(value: unknown, parent: string, field: string, reader: Reader): unknown {
  if (Array.isArray(value)) return value.map((item) => valueOf(item, parent, field, reader));
  if (typeof value !== 'object' || value === null) return value;
  const [type, inner] = typed(value, parent, field);
  return draftOf(type, inner, reader);
}

/** `{ RangeVar: { … } }` names its type; the value of a field that has only one type does not. */
function typed(value: object, parent: string, field: string): readonly [string, object] {
  const [entry, ...others] = Object.entries(value) as [string, unknown][];
  const isNamed = entry && others.length === 0 && /^[A-Z]/.test(entry[0]) && typeof entry[1] === 'object';
  return isNamed ? [entry[0], entry[1] as object] : [typeOfField(parent, field), value];
}

function draftOf(type: string, fields: object, reader: Reader): Draft {
  const own = Object.entries(fields).map(([name, value]): [string, unknown] => [
    name === 'type' || name === 'range' || name === 'loc' ? `${name}_` : name,
    valueOf(value, type, name, reader),
  ]);
  const { location } = fields as { location?: unknown };
  const parts = own.flatMap(([, value]) => draftsIn(value)).map(({ range }) => range);
  const start = tokenAt(location, reader);
  const draft: Draft = { type, range: hull(start === null ? parts : [start, ...parts]), fields: own };
  drafts.add(draft);
  return draft;
}

function draftsIn(value: unknown): readonly Draft[] {
  if (Array.isArray(value)) return value.flatMap(draftsIn);
  return isDraft(value) ? [value] : [];
}

function hull(ranges: readonly (Range | null)[]): Range | null {
  return ranges.reduce((one, other) => {
    if (one === null || other === null) return one ?? other;
    return [Math.min(one[0], other[0]), Math.max(one[1], other[1])];
  }, null);
}

function tokenAt(location: unknown, { tokens, starts, utf16, offset }: Reader): Range | null {
  if (typeof location !== 'number' || location < 0) return null;
  const token = tokens[lastAtOrBefore(starts, utf16(location))];
  return token ? [token.start + offset, token.end + offset] : null;
}

/** A range with what closes the parentheses that it opens. */
function closed([start, end]: Range, { text, tokens, starts, offset }: Reader): Range {
  let open = 0;
  for (let index = lastAtOrBefore(starts, start - offset); index < tokens.length; index++) {
    const token = tokens[index];
    if (!token || (open <= 0 && token.start + offset >= end)) break;
    const sign = token.kind === 'punctuation' ? text[token.start] : '';
    open += sign === '(' ? 1 : sign === ')' ? -1 : 0;
    if (open === 0 && token.end + offset > end) return [start, token.end + offset];
  }
  return [start, end];
}

function finished({ type, range, fields }: Draft, around: Range, reader: Reader): DeepNode {
  const place = range ? closed(range, reader) : around;
  const finish = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(finish);
    return isDraft(value) ? finished(value, place, reader) : value;
  };
  const own: Record<string, unknown> = {};
  for (const [name, value] of fields) own[name] = finish(value);
  return { type, range: place, loc: reader.locate(place), ...own };
}

/** The nodes in a node, in the order in which they stand. */
export function partsOf(node: DeepNode): readonly DeepNode[] {
  return Object.entries(node).flatMap(([name, value]) => (name === 'loc' || name === 'range' ? [] : nodesIn(value)));
}

function nodesIn(value: unknown): readonly DeepNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return isNode(value) ? [value] : [];
}

const isNode = (value: unknown): value is DeepNode =>
  typeof value === 'object' && value !== null && 'type' in value && 'range' in value;
