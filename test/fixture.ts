import { readdirSync, readFileSync } from 'node:fs';
import { lines } from '../src/lines.ts';
import type { Files, Finding, SourceFile } from '../src/types.ts';

/** What a fixture says must be found. */
export interface Expectation {
  readonly rule: string;
  readonly line: number;
  /** The underlined text, its first line only; undefined when the mark leaves it out. */
  readonly text?: string;
  /** For a finding about the whole file: a part of its message. */
  readonly message?: string;
}

/** A fixture, its marks and settings taken out. */
export interface Fixture {
  /** As long as the file, with blanks where marks and settings stood. */
  readonly text: string;
  readonly expected: readonly Expectation[];
  readonly path?: string;
  readonly options?: object;
  readonly rules?: readonly string[];
  readonly adapter?: string;
}

/** A comment of the form `-- word: …`, with a blank on both sides of the word, up to the next one or the line's end. */
const directive = /(?<=^|\s)--[ ]([a-z][a-z-]*):[ ](.*?)(?=[ ]--[ ][a-z][a-z-]*:[ ]|$)/gm;

/** Takes apart the text of a fixture; anything of a directive's form that is none is an error. */
export function parseFixture(source: string): Fixture {
  const expected: Expectation[] = [];
  const settings: { path?: string; options?: object; rules?: string[]; adapter?: string } = {};
  const places = lines(source);
  const text = source.replace(directive, (whole: string, word: string, raw: string, offset: number) => {
    const value = raw.trim();
    const { line } = places.locate(offset);
    if (word === 'expect') expected.push(parseMark(value, line));
    else if (word === 'expect-file') expected.push(parseFileMark(value));
    else if (word === 'path' || word === 'adapter') settings[word] = value;
    else if (word === 'options') settings.options = JSON.parse(value) as object;
    else if (word === 'rules') settings.rules = value.split(/\s*,\s*/);
    else throw new Error(`line ${line}: no fixture directive is called "${word}"`);
    return ' '.repeat(whole.length);
  });
  if (/--\s*expect/.test(text)) throw new Error('a mark is not of the form `-- expect: rule "text"`');
  // Findings come sorted by position, and those about the whole file stand at its start.
  expected.sort((a, b) => Number(a.message === undefined) - Number(b.message === undefined));
  return { text, expected, ...settings };
}

function parseMark(value: string, line: number): Expectation {
  const match = /^([a-z-]+)(?: "(.*)")?$/.exec(value);
  if (!match?.[1]) throw new Error(`line ${line}: a mark is \`rule "underlined text"\`, not \`${value}\``);
  return { rule: match[1], line, ...(match[2] === undefined ? {} : { text: match[2] }) };
}

function parseFileMark(value: string): Expectation {
  const match = /^([a-z-]+) "(.+)"$/.exec(value);
  if (!match?.[1] || !match[2]) throw new Error(`a mark of a file is \`rule "part of the message"\`, not \`${value}\``);
  return { rule: match[1], line: 1, message: match[2] };
}

/** Findings in the form of expectations, as far as the expectation of the same place says anything. */
export function toExpectations(
  findings: readonly Finding[],
  text: string,
  expected: readonly Expectation[],
): readonly Expectation[] {
  return findings.map(({ rule, line, range, message }, index) => {
    const mark = expected[index];
    if (mark?.message !== undefined && message.includes(mark.message) && range[0] === 0 && range[1] === 0)
      return { rule, line, message: mark.message };
    if (mark && mark.text === undefined && mark.message === undefined) return { rule, line };
    const [underlined = ''] = text.slice(...range).split(/\r\n?|\n/);
    return { rule, line, text: underlined.trimEnd() };
  });
}

/** A fixture file, or the files of a fixture folder, which are linted next to each other. */
export interface FixtureCase {
  readonly title: string;
  readonly sources: readonly { readonly source: SourceFile; readonly fixture: Fixture }[];
  readonly files: Files;
}

/** The fixtures of a folder: each file by itself, each folder as a whole. */
export function readFixtures(folder: string): readonly FixtureCase[] {
  return readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const paths = entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`];
    return fixtureCase(
      entry.name,
      paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8').replace(/^\uFEFF/, '')] as const),
    );
  });
}

/** A fixture made of texts by path. */
export function fixtureCase(title: string, texts: readonly (readonly [path: string, text: string])[]): FixtureCase {
  const sources = texts.map(([path, text]) => {
    const fixture = parseFixture(text);
    return { source: { path: fixture.path ?? path, text: fixture.text }, fixture };
  });
  return { title, sources, files: filesInMemory(sources.map(({ source }) => source)) };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort();
}

/** Files that exist only as texts. */
export function filesInMemory(sources: readonly SourceFile[]): Files {
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  return {
    read: (path) => texts.get(path) ?? null,
    list(folder) {
      const prefix = folder === '' || folder === '.' ? '' : `${folder}/`;
      const inside = [...texts.keys()].filter((path) => path.startsWith(prefix));
      return [...new Set(inside.map((path) => path.slice(prefix.length).split('/')[0] ?? ''))].sort();
    },
  };
}
