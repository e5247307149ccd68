import { isScript } from '../src/config/defaults.ts';
import { UserError } from '../src/errors.ts';
import { lines } from '../src/lines.ts';
import type { Files, Finding, SourceFile } from '../src/types.ts';

// What a fixture may be is said at the top of fixture-case.ts; here is what stands in its files.

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
  /** How a person permits what destroys data. */
  readonly approvals?: 'inline' | 'record';
  /** Of a script: the framework that it must be read as. */
  readonly adapterIs?: string;
  /** The path before the change; see fixture-case.ts for all that a fixture can be. */
  readonly renamedFrom?: string;
  /** Of a commit message: the migrations that the commit changes. */
  readonly migrations?: readonly string[];
}

type Said = Omit<Fixture, 'text' | 'expected'>;
type Settings = { -readonly [Key in keyof Said]: Said[Key] };

/** A comment of the form `-- word: …`, with a blank on both sides of the word, up to the next one or the line's end. */
const directive = /(?<=^|\s)--[ ]([a-z][a-z-]*):[ ](.*?)(?=[ ]--[ ][a-z][a-z-]*:[ ]|$)/gm;
/** In a script `// word: …` is one as well; other comments of that form say something to the program. */
const scriptDirective =
  /(?<=^|\s)(?:--|\/\/)[ ](?!farout-guard:)([a-z][a-z-]*):[ ](.*?)(?=[ ](?:--|\/\/)[ ][a-z][a-z-]*:[ ]|$)/gm;

/** Takes apart the text of a fixture; anything of a directive's form that is none is an error. `path` says what it is written in. */
export function parseFixture(source: string, path = ''): Fixture {
  const expected: Expectation[] = [];
  const settings: Settings = {};
  const places = lines(source);
  const pattern = isScript(path) ? scriptDirective : directive;
  const text = source.replace(pattern, (whole: string, word: string, raw: string, offset: number) => {
    take(word, raw.trim(), places.locate(offset).line, expected, settings);
    return ' '.repeat(whole.length);
  });
  if (/(?:--|\/\/)\s*expect/.test(text)) throw new Error('a mark is not of the form `-- expect: rule "text"`');
  return { text, expected: inOrder(expected), ...settings };
}

/** Takes apart a commit message: lines of the form `# word: …` are taken out; a mark is about the line above it. */
export function parseMessage(source: string): Fixture {
  const expected: Expectation[] = [];
  const settings: Settings = {};
  const kept: string[] = [];
  for (const line of source.split('\n')) {
    const [, word, value = ''] = /^# ([a-z][a-z-]*): (.*)$/.exec(line) ?? [];
    if (word === undefined) kept.push(line);
    else take(word, value.trim(), Math.max(kept.length, 1), expected, settings);
  }
  return { text: kept.join('\n'), expected: inOrder(expected), ...settings };
}

/** Findings come sorted by position, and those about the whole file stand at its start. */
const inOrder = (expected: readonly Expectation[]) =>
  [...expected].sort((a, b) => Number(a.message === undefined) - Number(b.message === undefined));

function take(word: string, value: string, line: number, expected: Expectation[], settings: Settings): void {
  if (word === 'expect') expected.push(parseMark(value, line));
  else if (word === 'expect-file') expected.push(parseFileMark(value));
  else if (word === 'path' || word === 'adapter') settings[word] = value;
  else if (word === 'adapter-is') settings.adapterIs = value;
  else if (word === 'options') settings.options = JSON.parse(value) as object;
  else if (word === 'approvals') settings.approvals = value === 'record' ? 'record' : 'inline';
  else if (word === 'rules' || word === 'migrations') settings[word] = value.split(/\s*,\s*/);
  else if (word === 'renamed-from') settings.renamedFrom = value;
  else throw new Error(`line ${line}: no fixture directive is called "${word}"`);
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

/** Files that exist only as texts. */
export function filesInMemory(sources: readonly SourceFile[]): Files {
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  const unreadable = new Map(sources.map(({ path, problem }) => [path, problem]));
  return {
    read(path) {
      const problem = unreadable.get(path);
      if (problem !== undefined) throw new UserError(`${path}: ${problem}`);
      return texts.get(path) ?? null;
    },
    list(folder) {
      const prefix = folder === '' || folder === '.' ? '' : `${folder}/`;
      const inside = [...texts.keys()].filter((path) => path.startsWith(prefix));
      return [...new Set(inside.map((path) => path.slice(prefix.length).split('/')[0] ?? ''))].sort();
    },
  };
}
