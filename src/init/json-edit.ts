import { isDeepStrictEqual } from 'node:util';
import { parseJsonc } from '../config/jsonc.ts';
import { objectIn } from '../project/manifest.ts';
import { appendEntry } from './append-entry.ts';

/** Sets a value in a text of JSON and leaves all else as it is, comments and indentation too; null where that cannot be. */
export function setInJson(text: string, keys: readonly string[], value: unknown): string | null {
  const parsed = parseJsonc(text);
  if (!('value' in parsed)) return null;
  const root = nodeAt(tokensOf(text), 0);
  return checked(edit(text, root, keys, value), withValue(parsed.value, keys, value));
}

/** Adds a value at the end of a list in a text of JSON, in the same way; null where there is no list. */
export function addToJsonList(text: string, keys: readonly string[], value: unknown): string | null {
  const list = getInJson(text, keys);
  const parsed = parseJsonc(text);
  if (!Array.isArray(list) || !('value' in parsed)) return null;
  const node = keys.reduce<Node | undefined>(
    (outer, key) => outer?.members?.find((one) => one.key === key)?.value,
    nodeAt(tokensOf(text), 0),
  );
  if (node?.items === undefined || node.items === null) return null;
  const last = node.items.at(-1);
  const entries = { start: node.start + 1, last: last ? ([last.start, last.end] as const) : null };
  const edited = appendEntry(text, entries, () => JSON.stringify(value));
  return checked(edited, withValue(parsed.value, keys, [...(list as unknown[]), value]));
}

/** The text, when it says what it should. */
function checked(text: string | null, wanted: unknown): string | null {
  const result = text === null ? null : parseJsonc(text);
  return result !== null && 'value' in result && isDeepStrictEqual(result.value, wanted) ? text : null;
}

/** The value at a place in a text of JSON; undefined where there is none. */
export function getInJson(text: string, keys: readonly string[]): unknown {
  const parsed = parseJsonc(text);
  return keys.reduce<unknown>((value, key) => objectIn(value)[key], 'value' in parsed ? parsed.value : undefined);
}

/** A plain value with another one set in it. */
function withValue(into: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  return { ...objectIn(into), [key]: withValue(objectIn(into)[key], rest, value) };
}

interface Token {
  readonly text: string;
  readonly start: number;
}

/** A value of the text, by its offsets; `members` of an object only, `items` of a list only. `next` is the index of the token after it. */
interface Node {
  readonly start: number;
  readonly end: number;
  readonly next: number;
  readonly members: readonly Member[] | null;
  readonly items: readonly Node[] | null;
}

interface Member {
  readonly key: string;
  readonly start: number;
  readonly value: Node;
}

const token = /[\s\ufeff]+|\/\/[^\n]*|\/\*[^]*?\*\/|("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"/]+)/g;

function tokensOf(text: string): readonly Token[] {
  return Array.from(text.matchAll(token)).flatMap(({ 1: word, index }) => (word ? [{ text: word, start: index }] : []));
}

/** The text is known to be right. */
function nodeAt(tokens: readonly Token[], at: number): Node {
  const first = tokens[at] ?? { text: '', start: 0 };
  if (first.text !== '{' && first.text !== '[')
    return { start: first.start, end: first.start + first.text.length, next: at + 1, members: null, items: null };
  const members: Member[] = [];
  const items: Node[] = [];
  let next = at + 1;
  for (let each = tokens[next]; each && !['}', ']'].includes(each.text); each = tokens[next]) {
    const isMember = first.text === '{' && each.text !== ',';
    const value = each.text === ',' ? null : nodeAt(tokens, isMember ? next + 2 : next);
    if (isMember && value) members.push({ key: JSON.parse(each.text) as string, start: each.start, value });
    else if (value) items.push(value);
    next = value?.next ?? next + 1;
  }
  const end = (tokens[next]?.start ?? first.start) + 1;
  const isObject = first.text === '{';
  return {
    start: first.start,
    end,
    next: next + 1,
    members: isObject ? members : null,
    items: isObject ? null : items,
  };
}

function edit(text: string, node: Node, [key, ...rest]: readonly string[], value: unknown): string | null {
  if (key === undefined) return text.slice(0, node.start) + JSON.stringify(value) + text.slice(node.end);
  if (node.members === null) return null;
  const member = node.members.find((one) => one.key === key);
  if (member) return edit(text, member.value, rest, value);
  return insert(text, node, key, rest.reduceRight((inner, name) => ({ [name]: inner }), value)); // prettier-ignore
}

function insert(text: string, { start, end, members }: Node, key: string, value: unknown): string | null {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  const entry = (indent: string) => `${JSON.stringify(key)}: ${JSON.stringify(value, null, unit).replaceAll('\n', eol + indent)}`; // prettier-ignore
  const last = members?.at(-1);
  if (!last) {
    if (text.slice(start + 1, end - 1).trim() !== '') return null;
    const outer = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', start) + 1))?.[0] ?? '';
    return `${text.slice(0, start)}{${eol}${outer}${unit}${entry(outer + unit)}${eol}${outer}}${text.slice(end)}`;
  }
  return appendEntry(text, { start: start + 1, last: [last.start, last.value.end] }, (indent) =>
    indent === null ? `${JSON.stringify(key)}: ${JSON.stringify(value)}` : entry(indent),
  );
}
