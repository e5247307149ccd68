import { shorten } from './problem.ts';

/** What a text of JSON says, or the first thing wrong with it and its 1-based line. An empty text says `undefined`. */
export type ParsedJson = { readonly value: unknown } | { readonly problem: string; readonly line: number };

interface Reader {
  readonly text: string;
  at: number;
}

const deepest = 100;
const blank = /[\s\ufeff]*/y;
const word = /[-+.\w]*/y;

/** Reads JSON with comments and trailing commas. A key that is given twice is a problem: one of them would be lost in silence. */
export function parseJsonc(text: string): ParsedJson {
  const reader: Reader = { text, at: 0 };
  try {
    skip(reader);
    const value = reader.at === text.length ? undefined : readValue(reader, 0);
    skip(reader);
    if (reader.at < text.length) fail(`unexpected ${show(reader)} after the end`);
    return { value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: error.message, line: lineAt(text, reader.at) };
  }
}

/** Whether a text begins as JSON with comments does, or holds no more than comments. */
export function looksLikeJson(text: string): boolean {
  const reader: Reader = { text, at: 0 };
  try {
    skip(reader);
  } catch {
    return true;
  }
  return ['{', '[', undefined].includes(text[reader.at]);
}

function readValue(reader: Reader, depth: number): unknown {
  if (depth > deepest) fail('nested too deeply');
  const sign = reader.text[reader.at];
  if (sign === '{') return Object.fromEntries(readObject(reader, depth));
  if (sign === '[') return readList(reader, ']', () => readValue(reader, depth + 1));
  return sign === '"' ? readString(reader) : readWord(reader);
}

function readObject(reader: Reader, depth: number): readonly (readonly [string, unknown])[] {
  const keys = new Set<string>();
  return readList(reader, '}', () => {
    if (reader.text[reader.at] !== '"') fail(`expected a key in double quotes, not ${show(reader)}`);
    const start = reader.at;
    const key = readString(reader);
    if (keys.has(key)) {
      reader.at = start;
      fail(`${JSON.stringify(shorten(key))} is given twice`);
    }
    keys.add(key);
    skip(reader);
    if (reader.text[reader.at] !== ':') fail(`expected ":" after the key, not ${show(reader)}`);
    reader.at += 1;
    skip(reader);
    return [key, readValue(reader, depth + 1)] as const;
  });
}

function readList<Item>(reader: Reader, end: string, readItem: () => Item): readonly Item[] {
  const items: Item[] = [];
  reader.at += 1;
  skip(reader);
  while (reader.text[reader.at] !== end) {
    items.push(readItem());
    skip(reader);
    if (reader.text[reader.at] === ',') {
      reader.at += 1;
      skip(reader);
    } else if (reader.text[reader.at] !== end) {
      fail(`expected "," or "${end}", not ${show(reader)}`);
    }
  }
  reader.at += 1;
  return items;
}

function readString(reader: Reader): string {
  const start = reader.at;
  let at = start + 1;
  while (at < reader.text.length && reader.text[at] !== '"' && reader.text[at] !== '\n') {
    at += reader.text[at] === '\\' ? 2 : 1;
  }
  if (reader.text[at] !== '"') fail('a text lacks its closing quote');
  const value = native(reader.text.slice(start, at + 1));
  if (typeof value !== 'string') fail(`${show(reader)} holds an escape or a control character that JSON does not know`);
  reader.at = at + 1;
  return value;
}

function readWord(reader: Reader): unknown {
  word.lastIndex = reader.at;
  const written = word.exec(reader.text)?.[0] ?? '';
  const value = native(written);
  if (value === undefined) fail(`unexpected ${show(reader).replace(/^the /, '')}`);
  reader.at += written.length;
  return value;
}

function native(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function skip(reader: Reader): void {
  for (;;) {
    blank.lastIndex = reader.at;
    reader.at += blank.exec(reader.text)?.[0].length ?? 0;
    const start = reader.text.slice(reader.at, reader.at + 2);
    if (start !== '//' && start !== '/*') return;
    const end = reader.text.indexOf(start === '//' ? '\n' : '*/', reader.at + 2);
    if (end === -1 && start === '/*') fail('a comment lacks its end');
    reader.at = end === -1 ? reader.text.length : end + (start === '//' ? 1 : 2);
  }
}

function show({ text, at }: Reader): string {
  const found = /^["']?[-+.\w]+|^./su.exec(text.slice(at, at + 40))?.[0];
  return found === undefined ? 'the end of the file' : JSON.stringify(shorten(found, 20));
}

function fail(what: string): never {
  throw new SyntaxError(what);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\r|\n/).length;
}
