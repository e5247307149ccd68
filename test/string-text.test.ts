import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasHole, hole, quasiText, stringText, type Text, textValue } from '../src/script/string-text.ts';
import { replacePlaceholders } from '../src/sql/placeholders.ts';
import { fromSegments } from '../src/sql/position-map.ts';
import { split } from '../src/sql/split.ts';
import type { Edit, Range } from '../src/types.ts';
import { applied, known, namesOf, type Parser, parsers, parts, type Placed, replacement, textOf, valueOf, written } from './string-text-cases.ts'; // prettier-ignore

const settings = { seed: 20261122, numRuns: 1000 };

const runs = [
  { name: 'typescript-eslint', octals: false },
  { name: 'oxc, TypeScript', octals: true },
  { name: 'oxc, JavaScript', octals: true },
  { name: 'oxc, JavaScript, plain ESTree', octals: true },
] as const satisfies { name: keyof typeof parsers; octals: boolean }[];

describe.each(runs)('texts as $name reads them', ({ name, octals }) => {
  const parse: Parser = parsers[name];

  test('have the value that the parser gives, each piece in its place', () => {
    fc.assert(
      fc.property(parts(octals), (all) => {
        const { source, pieces } = written(all);
        const tree = parse(source);
        const text = textOf(tree, source);
        expect(textValue(text)).toBe(valueOf(tree, source));
        expect(text.map(({ kind, text: value, source: place }) => ({ kind, text: value, source: place }))).toEqual(
          segments(pieces),
        );
        expect(hasHole(text)).toBe(pieces.some(({ kind }) => kind === 'hole'));
      }),
      settings,
    );
  });

  test('go to the source and back, character by character', () => {
    fc.assert(
      fc.property(parts(octals), (all) => {
        const { source, pieces } = written(all);
        const { text, map } = fromSegments(textOf(parse(source), source));
        const units = unitsOf(pieces);
        expect(units.map((_, offset) => map.toSource([offset, offset + 1]))).toEqual(units.map((unit) => unit.source));
        expect(units.map((unit) => map.toText(unit.source))).toEqual(units.map((unit) => unit.whole));
        const same = units.map((unit, offset) => unit.kind !== 'verbatim' || text[offset] === source.slice(...unit.source)); // prettier-ignore
        expect(same).toEqual(units.map(() => true));
      }),
      settings,
    );
  });

  test('change as it was meant, or not at all and for a reason', () => {
    const refused: Record<string, number> = {};
    let made = 0;
    fc.assert(
      fc.property(parts(octals), fc.nat(), fc.nat(9), replacement, (all, one, width, inserted) => {
        const { source, pieces } = written(all);
        const { text, map } = fromSegments(textOf(parse(source), source));
        const start = one % (text.length + 1);
        const edit: Edit = { range: [start, Math.min(start + width, text.length)], text: inserted };
        const change = map.toEdit(edit);
        const meant: Meaning = { value: applied(text, edit), names: namesOf(parse(source), source) };
        const works = (way: Edit) => isEqual(meaningOf(parse, applied(source, way)), meant);
        const reason = reasonAgainst(edit, text, pieces, works);
        expect(change === null ? 'refused' : 'made').toBe(reason === null ? 'made' : 'refused');
        if (reason !== null) refused[reason] = (refused[reason] ?? 0) + 1;
        if (change === null) return;
        made++;
        expect(meaningOf(parse, applied(source, change))).toEqual(meant);
      }),
      { ...settings, numRuns: 2000 },
    );
    expect(Object.keys(refused).toSorted()).toEqual(reasons.toSorted());
    expect(made).toBeGreaterThan(700);
  });
});

/** What an expression says to a parser: its text, and the names in it. */
interface Meaning {
  readonly value: string;
  readonly names: readonly string[];
}

function meaningOf(parse: Parser, source: string): Meaning | null {
  try {
    const tree = parse(source);
    return { value: valueOf(tree, source), names: namesOf(tree, source) };
  } catch {
    return null;
  }
}

function isEqual(one: Meaning | null, other: Meaning): boolean {
  return one?.value === other.value && one.names.join() === other.names.join();
}

/** A UTF-16 unit of the text: what it stands for, its place, and the part of the text that goes with it as a whole. */
interface Unit extends Placed {
  readonly whole: Range;
}

function unitsOf(pieces: readonly Placed[]): Unit[] {
  const units: Unit[] = [];
  for (const piece of pieces) {
    const from = units.length;
    for (let index = 0; index < piece.text.length; index++) {
      const at = piece.source[0] + index;
      const isVerbatim = piece.kind === 'verbatim';
      units.push({
        ...piece,
        source: isVerbatim ? [at, at + 1] : piece.source,
        whole: isVerbatim ? [from + index, from + index + 1] : [from, from + piece.text.length],
      });
    }
  }
  return units;
}

/** The pieces with neighbouring verbatim ones of a literal put together. */
function segments(pieces: readonly Placed[]): object[] {
  const result: { kind: string; text: string; source: Range; literal: number }[] = [];
  for (const { kind, text, source, literal } of pieces) {
    const last = result.at(-1);
    if (kind === 'verbatim' && last?.kind === 'verbatim' && last.literal === literal)
      result.splice(-1, 1, { ...last, text: last.text + text, source: [last.source[0], source[1]] });
    else result.push({ kind, text, source, literal });
  }
  return result.map(({ kind, text, source }) => ({ kind, text, source }));
}

const reasons = ['character', 'hole or constant', 'two literals', 'no literal', 'String.raw', 'NUL'];

/** Why an edit cannot be made, told from the pieces alone; null when it can. */
function reasonAgainst(
  edit: Edit,
  text: string,
  pieces: readonly Placed[],
  works: (way: Edit) => boolean,
): string | null {
  const [start, end] = edit.range;
  const units = unitsOf(pieces);
  if (edit.text.includes('\0')) return 'NUL';
  if ([start, end].some((offset) => /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(offset - 1, offset + 1)) && offset > 0)) return 'character'; // prettier-ignore
  if (start === end) {
    const places = insertions(pieces, start);
    if (places.length === 0) return 'no literal';
    if (places.some(({ isRaw }) => !isRaw)) return null;
    return places.some(({ at }) => works({ range: [at, at], text: edit.text })) ? null : 'String.raw';
  }
  const covered = units.slice(start, end);
  const [first, last] = [covered[0]!, covered.at(-1)!];
  if (covered.some(({ kind }) => kind === 'hole' || kind === 'constant')) return 'hole or constant';
  if (covered.some(({ literal }) => literal !== first.literal)) return 'two literals';
  const range: Range = [first.source[0], last.source[1]];
  return !first.isRaw || works({ range, text: edit.text }) ? null : 'String.raw';
}

/** Where in the source a text can be put in at an offset: beside or inside pieces that are no holes. */
function insertions(pieces: readonly Placed[], offset: number): { readonly at: number; readonly isRaw: boolean }[] {
  let from = 0;
  return pieces.flatMap(({ kind, text, source, isRaw }) => {
    const before = offset - from;
    from += text.length;
    if (kind === 'hole' || kind === 'constant' || before < 0 || before > text.length) return [];
    return before === 0 ? [{ at: source[0], isRaw }] : before === text.length ? [{ at: source[1], isRaw }] : [];
  });
}

/** `kind text` for each segment whose text is written otherwise, and the text of the others. */
function shown(text: Text, source: string): string[] {
  return text.map((segment) => {
    const place = source.slice(...segment.source);
    return segment.kind === 'verbatim' ? place : `${place} => ${segment.text} (${segment.kind})`;
  });
}

test.each<[source: string, ...segments: string[]]>([
  ["'abc'", 'abc'],
  ["''", ''],
  ['"a\\nb"', 'a', '\\n => \n (escape)', 'b'],
  ["'\\t\\b\\v'", '\\t => \t (escape)', '\\b => \b (escape)', '\\v => \v (escape)'],
  ["'\\f\\r\\0'", '\\f => \f (escape)', '\\r => \r (escape)', '\\0 => \0 (escape)'],
  ["'\\x41\\u0042'", '\\x41 => A (escape)', '\\u0042 => B (escape)'],
  ["'\\u{1F600}😀\\😀'", '\\u{1F600} => 😀 (escape)', '😀', '\\😀 => 😀 (escape)'],
  ["'\\ud83d\\ude00'", '\\ud83d => \ud83d (escape)', '\\ude00 => \ude00 (escape)'],
  ["'\\1011\\477'", '\\101 => A (escape)', '1', "\\47 => ' (escape)", '7'],
  ["'\\08\\8\\q'", '\\0 => \0 (escape)', '8', '\\8 => 8 (escape)', '\\q => q (escape)'],
  ['"\\\'\\"\\`"', "\\' => ' (escape)", '\\" => " (escape)', '\\` => ` (escape)'],
  ["'a\\\nb\\\r\nc'", 'a', '\\\n =>  (escape)', 'b', '\\\r\n =>  (escape)', 'c'],
  ["'\\\r\\\u2028\\\u2029'", '\\\r =>  (escape)', '\\\u2028 =>  (escape)', '\\\u2029 =>  (escape)'],
  ["'\u2028\u2029'", '\u2028\u2029'],
  ['`a\nb\r\nc\rd`', 'a\nb', '\r\n => \n (escape)', 'c', '\r => \n (escape)', 'd'],
  ['`}${name}$`', '}', 'name => ${name} (hole)', '$'],
  ['`${name}${known}`', '', 'name => ${name} (hole)', '', `known => ${known} (constant)`, ''],
  ['String.raw`\\n\\`\r\n`', '\\n\\`', '\r\n => \n (escape)'],
  ['`\\${known}` + known', '\\$ => $ (escape)', '{known}', `known => ${known} (constant)`],
])('%j is %j', (expression, ...segments) => {
  const source = `const text = ${expression}`;
  const [, ...others] = Object.values(parsers);
  for (const parse of others) expect(shown(textOf(parse(source), source), source)).toEqual(segments);
});

test('what a parser reads otherwise has only the place of the whole', () => {
  expect(stringText({ value: 'other', range: [4, 9] }, "x = 'abc'")).toEqual([
    { kind: 'escape', text: 'other', source: [4, 9] },
  ]);
});

test.each([
  ['C:\\user', 'C:user'],
  ['\\u{110000}\\x4\\u{}', 'u{110000}x4u{}'],
])('%s, which only a tagged template may hold, is read as %s', (raw, text) => {
  const range: Range = [4, 6 + raw.length];
  expect(textValue(quasiText({ range, value: { raw, cooked: null } }, `x = \`${raw}\``))).toBe(text);
});

/** `source` up to `‹` and after `›` stays; what stands between is the old text, or where the new one goes. */
test.each<[source: string, text: string, result: string | null, why: string]>([
  ["'DROP TABLE ‹x›'", 'IF EXISTS x', "'DROP TABLE IF EXISTS x'", 'plain words'],
  ["'‹›a'", 'it\'s "so" `ok`', "'it\\'s \"so\" `ok`a'", 'single quotes'],
  ['"‹›a"', 'it\'s "so" `ok`', '"it\'s \\"so\\" `ok`a"', 'double quotes'],
  ['`‹›a`', 'it\'s "so" `ok`', '`it\'s "so" \\`ok\\`a`', 'a template'],
  ['String.raw`‹›a`', 'it\'s "so"', 'String.raw`it\'s "so"a`', 'a raw template'],
  ['String.raw`‹›a`', '`', null, 'a backtick in a raw template'],
  ['String.raw`‹›a`', '${b}', null, 'a hole in a raw template'],
  ['String.raw`a‹›`', '\\', null, 'a backslash at the end of a raw template'],
  ['String.raw`a‹›b`', '\\', 'String.raw`a\\b`', 'a backslash elsewhere in a raw template'],
  ['String.raw`a‹›${name}`', '\\', null, 'a backslash before a hole of a raw template'],
  ['String.raw`a‹›`', '\r', null, 'a carriage return in a raw template'],
  ["'a‹›'", '\\n\n\r\u2028', "'a\\\\n\\n\\r\\u2028'", 'line breaks in quotes'],
  ['`a‹›`', '\\n\n\r\u2028', '`a\\\\n\n\\r\u2028`', 'line breaks in a template'],
  ['`‹›`', '${b} $ {', '`\\${b} $ {`', 'what would be a hole'],
  ['`‹›{b}`', '$', '`\\${b}`', 'a dollar sign before a brace'],
  ['`$‹›b}`', '{', '`$\\{b}`', 'a brace after a dollar sign'],
  ['`$‹x›{b}`', '', '`$\\{b}`', 'what stands between the two'],
  ['`$‹x›{b}`', '$', '`$\\${b}`', 'a second dollar sign'],
  ['`a‹›${name}`', '$', '`a$${name}`', 'a dollar sign before a hole'],
  ["'$‹x›{b}'", '', "'${b}'", 'no hole in quotes'],
  ["'\\0‹›'", '1', "'\\0\\x31'", 'a digit after \\0'],
  ["'\\7‹›'", '1', "'\\7\\x31'", 'a digit after one digit'],
  ["'\\10‹›'", '1', "'\\10\\x31'", 'a digit after two digits'],
  ["'\\101‹›'", '1', "'\\1011'", 'a digit after three digits'],
  ["'\\\\0‹›'", '1', "'\\\\01'", 'a digit after a backslash and a zero'],
  ["'\\0‹a›9'", '', "'\\0\\x39'", 'what stands between \\0 and a digit'],
  ["'\\x00‹a›9'", '', "'\\x009'", 'what stands between \\x00 and a digit'],
  ['`\r‹a›\nb`', '', '`\r\\nb`', 'what stands between CR and LF'],
  ['`\r‹›`', '\n', '`\r\\n`', 'LF after CR'],
  ["'a‹b\\\n\\x63›d'", '-', "'a-d'", 'what stands around a line continuation'],
  ["'‹a' + 'b›'", '-', null, 'a part of two literals'],
  ["'a‹' + '›b'", '-', "'a' + '-b'", 'the point between two literals'],
  ["'a‹' + ›name", '-', "'a-' + name", 'the point before a hole'],
  ['name + `‹›${name}`', '-', 'name + `-${name}`', 'the point between two holes'],
  ['name‹ + ›name', '-', null, 'the point between two holes without a literal'],
  ['`a‹${name}›`', '-', null, 'a hole'],
  ['`a‹${known}›`', '-', null, 'a constant'],
  ["'‹\\ud83d›\\ude00'", '', null, 'half a character'],
  ["'a‹›'", '\0', null, 'a NUL'],
  ["'a‹›'", '\ud83d', null, 'half a character put in'],
])('%s with %j is %s: %s', (marked, text, result) => {
  const source = `const text = ${marked.replaceAll(/[‹›]/g, '')}`;
  const [start, end] = [marked.indexOf('‹') + 13, marked.indexOf('›') + 12];
  const [, , parse] = Object.values(parsers);
  const segments = textOf(parse!(source), source);
  const mapped = fromSegments(segments);
  const before = segments.filter(({ source: place }) => place[1] <= start && place[0] < start);
  const range = mapped.map.toText([start, end]) ?? [textValue(before).length, textValue(before).length];
  const edit = mapped.map.toEdit({ range, text });
  expect(edit && applied(source, edit)).toBe(result === null ? null : `const text = ${result}`);
});

test('what does not stand there is not edited', () => {
  const [segment] = stringText({ value: 'abc', range: [0, 5] }, "'abc'");
  expect(segment!.literal!.edit([1, 3], 'ab', 'x')).toEqual({ range: [1, 3], text: 'x' });
  expect(segment!.literal!.edit([1, 3], 'bc', 'x')).toBe(null);
});

test('a literal that a text has twice is not edited', () => {
  const twice = stringText({ value: 'ab', range: [0, 4] }, "'ab'");
  expect(fromSegments([...twice, ...twice]).map.toEdit({ range: [1, 2], text: 'x' })).toBe(null);
  const empty = stringText({ value: '', range: [0, 2] }, "''");
  expect(fromSegments([...empty, ...empty]).map.toEdit({ range: [0, 0], text: 'x' })).toBe(null);
  expect(fromSegments(twice).map.toEdit({ range: [1, 2], text: 'x' })).toEqual({ range: [2, 3], text: 'x' });
});

/** Without brackets that have their partner. */
function withoutPairs(text: string): string {
  const less = text.replaceAll(/\([^()[\]]*\)|\[[^()[\]]*\]/g, '');
  return less === text ? text : withoutPairs(less);
}

describe('holes', () => {
  const place: Range = [3, 9];

  test.each<[expression: string, text: string]>([
    ['name', '${name}'],
    ['process.env.T', '${process.env.T}'],
    ['this.tables[0].name', '${this.tables[0].name}'],
    ['a + b(c, [d])', '${a + b(c, [d])}'],
    ['x ? \'a\' : "b"', '${x a b …6ed11891}'],
    ['ids.map((id) => `$${id};`).join()', '${ids.map((id) => id ).join() …773d4293}'],
    ['a--\n- /* x */ - b // y', '${a- - x - b y …b301c411}'],
    ["f('(')", '${f ( ) …5493063e}'],
    ['$', '${…09fc9608}'],
    ['näme', '${n me …e3fc4fea}'],
    ['a'.repeat(52), `\${${'a'.repeat(52)}}`],
    ['a'.repeat(53), '${aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa …abe346a7}'],
    ['f('.repeat(40) + ')'.repeat(40), '${ffffffffffffffffffffffffff …080a8cfd}'],
    ['', '${unknown 3 …c040e2c0}'],
  ])('%j is %s', (expression, text) => {
    expect(hole(expression, place)).toEqual({ kind: 'hole', text, source: place });
  });

  const expression = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom('name', '.', '-', '(', ')', '[', ']', '{', '}', '${', "'", '"', '`', ';', '--', '/*', '*/', '//', '\n', '$$', '?', ':x', '@a@', '%(b)s', '<%', '{{', '}}', '#{', '\\', 'é', '😀', ' '),
    ),
    { maxLength: 30 },
  ).map((all) => all.join('')); // prettier-ignore

  test('stay one placeholder of one statement, wherever they stand', () => {
    fc.assert(
      fc.property(expression, (written) => {
        const { text } = hole(written, place);
        expect(text).toMatch(/^\$\{[\w ,.()[\]+<=>!&|…-]+\}$/);
        expect(text.length).toBeLessThan(64);
        expect(withoutPairs(text)).not.toMatch(/[()[\]]/);
        for (const [before, after] of [['DROP TABLE ', ''], ['DROP TABLE "a_', '"'], ['DROP TABLE a_', '_b'], ["SELECT '", "'"], ['SELECT (', ')'], ['SELECT $a$', '$a$'], ['SELECT 1', '']] as const) {
          const statement = `${before}${text}${after}`;
          const sql = `${statement};\nSELECT 2`;
          expect(split(sql).chunks.map(({ range }) => sql.slice(...range))).toEqual([statement, 'SELECT 2']);
          const isQuoted = /['"]|\$a/.test(before);
          expect(replacePlaceholders(sql).placeholders.map((found) => found.written)).toEqual(isQuoted ? [] : [text]);
        }
      }),
      { seed: 20261122, numRuns: 500 },
    ); // prettier-ignore
  });

  test('are the same for the same expression only', () => {
    const texts = new Map<string, string>();
    fc.assert(
      fc.property(expression, (written) => {
        const { text } = hole(written, place);
        expect(texts.get(text) ?? written).toBe(written);
        texts.set(text, written);
        if (written !== '') expect(hole(written, [0, 0]).text).toBe(text);
      }),
      { seed: 20261122, numRuns: 3000 },
    );
    expect(texts.size).toBeGreaterThan(1000);
  });
});
