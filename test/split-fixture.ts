import { readdirSync, readFileSync } from 'node:fs';
import type { Chunk } from '../src/sql/split.ts';

/** A lexical trap of `fixtures/sql` with what its header says must come out. */
export interface SplitFixture {
  readonly name: string;
  readonly text: string;
  /** Whether PostgreSQL's own parser accepts the file as a whole; `differs`: it splits it in another way, for the reason in the file. */
  readonly postgres: 'accepts' | 'refuses' | 'differs';
  readonly expected: readonly ExpectedChunk[];
}

interface ExpectedChunk {
  /** `sql`, `psql`, `copy-data` or `sql unterminated string`. */
  readonly label: string;
  /** The chunk's text, or its beginning and end. */
  readonly parts: readonly string[];
}

const folder = new URL('../fixtures/sql/', import.meta.url);

/** All lexical traps. Lines like `-- chunk: sql "DROP TABLE a" … "CASCADE"` in a file's header say what is expected. */
export function splitFixtures(): SplitFixture[] {
  return readdirSync(folder).map((file) => parse(file, readFileSync(new URL(file, folder), 'utf8')));
}

/** How an expected chunk and a chunk of the text are compared. */
export function showExpected({ label, parts }: ExpectedChunk): string {
  return `${label}: ${parts.join(' … ')}`;
}

/** The chunk as `showExpected` would show it, when its text is as expected. */
export function showChunk(text: string, { kind, range, unterminated }: Chunk, expected?: ExpectedChunk): string {
  const label = unterminated === undefined ? kind : `${kind} unterminated ${unterminated}`;
  const content = text.slice(...range);
  const [beginning, end] = expected?.parts ?? [];
  const agrees = beginning !== undefined && end !== undefined && content.startsWith(beginning) && content.endsWith(end);
  return agrees ? `${label}: ${beginning} … ${end}` : `${label}: ${content}`;
}

function parse(name: string, text: string): SplitFixture {
  const header = /^(?:--[^\r\n]*(?:\r\n|\r|\n))*/.exec(text)?.[0].split(/\r\n|\r|\n/) ?? [];
  const marks = header
    .map((line) => /^-- (shows|postgres|chunk|chunks): (.*)$/.exec(line))
    .filter((mark) => mark !== null);
  const expected = marks.filter(([, key]) => key === 'chunk').map(([, , value]) => parseChunk(name, value ?? ''));
  const verdict = marks.find(([, key]) => key === 'postgres')?.[2];
  if (verdict !== 'accepts' && verdict !== 'refuses' && verdict !== 'differs') {
    throw new Error(`${name}: no "-- postgres: accepts|refuses|differs"`);
  }
  if (expected.length === 0 && !marks.some(([, key]) => key === 'chunks')) throw new Error(`${name}: no "-- chunk:"`);
  return { name, text, postgres: verdict, expected };
}

function parseChunk(name: string, value: string): ExpectedChunk {
  const match = /^([a-z -]+?) (".*")$/.exec(value);
  if (match?.[1] === undefined || match[2] === undefined) throw new Error(`${name}: not a chunk: ${value}`);
  return { label: match[1], parts: match[2].split(/(?<=") … (?=")/).map((part) => JSON.parse(part) as string) };
}
