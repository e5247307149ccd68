import { isDeepStrictEqual } from 'node:util';
import { parseJsonc } from '../config/jsonc.ts';
import { objectIn } from '../project/manifest.ts';

/** Sets a value in a text of JSON and leaves all else as it is, comments and indentation too; null where that cannot be. */
export function setInJson(text: string, keys: readonly string[], value: unknown): string | null {
  const parsed = parseJsonc(text);
  if (!('value' in parsed)) return null;
  const root = nodeAt(tokensOf(text), 0);
  const edited = edit(text, root, keys, value);
  const result = edited === null ? null : parseJsonc(edited);
  const isRight = result !== null && 'value' in result && isDeepStrictEqual(result.value, withValue(parsed.value, keys, value)); // prettier-ignore
  return isRight ? edited : null;
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

/** A value of the text, by its offsets; `members` of an object only. `next` is the index of the token after it. */
interface Node {
  readonly start: number;
  readonly end: number;
  readonly next: number;
  readonly members: readonly Member[] | null;
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
    return { start: first.start, end: first.start + first.text.length, next: at + 1, members: null };
  const members: Member[] = [];
  let next = at + 1;
  for (let each = tokens[next]; each && !['}', ']'].includes(each.text); each = tokens[next]) {
    const isMember = first.text === '{' && each.text !== ',';
    const value = each.text === ',' ? null : nodeAt(tokens, isMember ? next + 2 : next);
    if (isMember && value) members.push({ key: JSON.parse(each.text) as string, start: each.start, value });
    next = value?.next ?? next + 1;
  }
  const end = (tokens[next]?.start ?? first.start) + 1;
  return { start: first.start, end, next: next + 1, members: first.text === '{' ? members : null };
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
  const line = text.slice(text.lastIndexOf('\n', last.start) + 1, last.start);
  const isOwnLine = line.trim() === '' && text.lastIndexOf('\n', last.start) >= start;
  const added = isOwnLine ? `,${eol}${line}${entry(line)}` : `, ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  return text.slice(0, last.value.end) + added + text.slice(last.value.end);
}
