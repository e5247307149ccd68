import { isDeepStrictEqual } from 'node:util';
import { objectIn } from '../project/manifest.ts';

/** Reads YAML; throws for a text that is none. */
export type ParseYaml = (text: string) => unknown;

/** The reader that the configuration uses, too. */
export async function yamlParser(): Promise<ParseYaml> {
  const { defaultLoaders } = await import('cosmiconfig');
  return (text) => defaultLoaders['.yaml']('', text) as unknown;
}

/** What to add: an item at the end of a list, or an entry at the end of a map. */
export interface YamlEntry {
  /** Where: keys from the top. Those that are not there are added. */
  readonly keys: readonly string[];
  /** The lines, indented from 0; of an item the first begins with `- `. */
  readonly lines: readonly string[];
}

/** Adds an entry to a text of YAML in block style; null where reading the result does not show the entry, and else what was there. */
export function addToYaml(text: string, { keys, lines }: YamlEntry, parse: ParseYaml): string | null {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const all = text.replace(/(?:\r?\n)$/, '').split(/\r?\n/);
  const found = findBlock(all, keys);
  const missing = keys.slice(found.depth);
  const own = [...missing.map((key, index) => `${'  '.repeat(index)}${key}:`), ...lines.map((line) => '  '.repeat(missing.length) + line)]; // prettier-ignore
  const gap = found.depth === 0 && text.trim() !== '' ? [''] : [];
  const added = [...gap, ...own.map((line) => ' '.repeat(found.indent) + line)];
  const edited = [...all.slice(0, found.end), ...added, ...all.slice(found.end), '']
    .join(eol)
    .replace(/^(?:\r?\n)+/, '');
  return isRight(text, edited, { keys, lines }, parse) ? edited : null;
}

interface Block {
  /** How many of the keys are there. */
  readonly depth: number;
  /** The index of the line after the block's last one. */
  readonly end: number;
  /** Of the block's entries. */
  readonly indent: number;
}

/** The innermost block of the keys that there is. */
function findBlock(lines: readonly string[], keys: readonly string[]): Block {
  let block: Block & { readonly start: number } = { depth: 0, start: 0, end: endOf(lines, 0, -1), indent: 0 };
  for (const key of keys) {
    const { start, end, indent } = block;
    const at = lines.findIndex((line, index) => index >= start && index < end && isKey(line, key, indent));
    if (at < 0) return block;
    const last = endOf(lines, at + 1, indent);
    const first = lines.slice(at + 1, last).find(hasContent);
    block = { depth: block.depth + 1, start: at + 1, end: last, indent: first ? indentOf(first) : indent + 2 };
  }
  return block;
}

const hasContent = (line: string) => !/^\s*(?:#|$)/.test(line);
const indentOf = (line: string) => line.length - line.trimStart().length;

function isKey(line: string, key: string, indent: number): boolean {
  const rest = line.slice(indent);
  return indentOf(line) === indent && [key, `"${key}"`, `'${key}'`].some((name) => rest.startsWith(`${name}:`) && /^\s*(?:#.*)?$/.test(rest.slice(name.length + 1))); // prettier-ignore
}

/** After the last line of content that stands deeper than `indent`, or is an item of a list at `indent`. */
function endOf(lines: readonly string[], start: number, indent: number): number {
  let end = start;
  for (let at = start; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (!hasContent(line)) continue;
    const isIn = indentOf(line) > indent || (indentOf(line) === indent && /^\s*- /.test(line));
    if (!isIn) break;
    end = at + 1;
  }
  return end;
}

/** Whether the edited text says what the text said, and the entry. */
function isRight(text: string, edited: string, { keys, lines }: YamlEntry, parse: ParseYaml): boolean {
  try {
    const wanted = withEntry(parse(text) ?? {}, keys, parse(lines.join('\n')));
    return wanted !== null && isDeepStrictEqual(parse(edited), wanted);
  } catch {
    return false;
  }
}

function withEntry(value: unknown, [key, ...rest]: readonly string[], entry: unknown): unknown {
  if (key !== undefined) return { ...objectIn(value), [key]: withEntry(objectIn(value)[key], rest, entry) };
  if (Array.isArray(entry)) return [...(Array.isArray(value) ? (value as unknown[]) : []), ...(entry as unknown[])];
  return { ...objectIn(value), ...objectIn(entry) };
}
