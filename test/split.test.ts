import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { hiddenStatements } from '../src/sql/scan-hidden.ts';
import { split } from '../src/sql/split.ts';
import { hostileTexts } from './hostile-texts.ts';
import { loadPostgres, postgresStatements } from './postgres-positions.ts';
import { showChunk, showExpected, splitFixtures } from './split-fixture.ts';
import { junk, splices, statements } from './sql-generators.ts';

const fixtures = splitFixtures();
const seed = 20261122;

beforeAll(loadPostgres);

/** Chunks and comments must be in order and apart, and all that lies between them blanks, semicolons and `\` before them. */
function lostText(text: string): string {
  const { chunks, comments } = split(text);
  let position = 0;
  let lost = '';
  const outside = comments.filter(({ range }) => !chunks.some((chunk) => within(range, chunk.range)));
  for (const { range } of [...chunks, ...outside].sort((one, other) => one.range[0] - other.range[0])) {
    if (range[0] < position || range[1] <= range[0] || range[1] > text.length) return `bad range ${range.join()}`;
    lost += text.slice(position, range[0]);
    position = range[1];
  }
  return (lost + text.slice(position)).replace(/\\;|[;\s\u00a0\ufeff]/g, (found) =>
    /[\u00a0\ufeff\u2028\u2029\u3000\u1680\u2000-\u200a\u202f\u205f]/.test(found) ? found : '',
  );
}

function within(inner: readonly [number, number], outer: readonly [number, number]): boolean {
  return inner[0] >= outer[0] && inner[1] <= outer[1];
}

function startsOf(text: string): (number | string)[] {
  return split(text).chunks.map(({ kind, range }) => (kind === 'sql' ? range[0] : kind));
}

function lastChunk(text: string): string | undefined {
  const chunk = split(text).chunks.at(-1);
  return chunk && `${chunk.kind} ${text.slice(...chunk.range)}`;
}

describe('lexical traps', () => {
  test.each(fixtures)('$name', ({ text, expected }) => {
    const { chunks } = split(text);
    expect(chunks.map((chunk, index) => showChunk(text, chunk, expected[index]))).toEqual(expected.map(showExpected));
    expect(lostText(text)).toBe('');
  });

  test.each(fixtures)('PostgreSQL on $name', ({ text, postgres }) => {
    const found = postgresStatements(text)?.map(([start]) => start) ?? null;
    if (postgres === 'differs') expect(found).not.toEqual(startsOf(text));
    else expect(found).toEqual(postgres === 'accepts' ? startsOf(text) : null);
  });

  test('there are at least forty', () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(40);
  });
});

test('comments are kept with their text, also inside statements, not inside strings', () => {
  const text = "-- one\r\nSELECT /* two /* three */ */ '-- no', $$/* no */$$ --four";
  expect(split(text).comments).toEqual([
    { range: [0, 6], text: ' one', style: 'line' },
    { range: [15, 36], text: ' two /* three */ ', style: 'block' },
    { range: [59, 65], text: 'four', style: 'line' },
  ]);
});

test('a comment that is read twice is kept once', () => {
  const text = 'CREATE RULE r AS ON INSERT TO t DO (SELECT 1; -- one\n SELECT 2; /* two */ SELECT 3';
  expect(split(text).comments.map((comment) => comment.text)).toEqual([' one', ' two ']);
});

test.each([
  [
    "INSERT INTO t VALUES ('it's');\nDROP TABLE x;\nINSERT INTO t VALUES ('it's')",
    ['DROP TABLE x', "INSERT INTO t VALUES ('it's')"],
  ],
  ['DO $$ BEGIN a; END;\nDROP TABLE x;\nDO $$ BEGIN b; END', ['DROP TABLE x', 'DO $$ BEGIN b; END']],
  ["SELECT 'a;\nb' FROM WHERE", ["b' FROM WHERE"]],
  ['SELECT FROM WHERE', []],
  ["SELECT 'one line; no more' FROM WHERE", []],
])('statements that a quote may hide in %j', (text, hidden) => {
  expect(hiddenStatements(text, [0, text.length]).map((range) => text.slice(...range))).toEqual(hidden);
});

describe('generated texts', () => {
  test('split as PostgreSQL splits them', () => {
    fc.assert(
      fc.property(statements(), (text) => {
        expect(startsOf(text)).toEqual(postgresStatements(text)?.map(([start]) => start));
      }),
      { seed, numRuns: 1500 },
    );
  });

  test('junk: nothing lost, nothing hidden', () => {
    fc.assert(
      fc.property(junk(), (text) => {
        expect(lostText(text)).toBe('');
        expect(lastChunk(`${text}\n;\nDROP TABLE sentinel;\n`)).toBe('sql DROP TABLE sentinel');
      }),
      { seed, numRuns: 4000 },
    );
  });

  test('splices of the traps: nothing lost, nothing hidden', () => {
    fc.assert(
      fc.property(splices(fixtures.map(({ text }) => text)), (text) => {
        expect(lostText(text)).toBe('');
        expect(lastChunk(`${text}\n;\nDROP TABLE sentinel;\n`)).toBe('sql DROP TABLE sentinel');
      }),
      { seed, numRuns: 4000 },
    );
  });
});

test.each(hostileTexts(200_000))('linear time on %s', (_name, text) => {
  const start = performance.now();
  split(text);
  hiddenStatements(text, [0, text.length]);
  expect(performance.now() - start).toBeLessThan(5000);
});

// a search of the runtime is so fast that only big texts show whether it is repeated
test.each([
  ['COPY without data', 'copy t from stdin;\n'.repeat(200_000)],
  ['tags that never close', Array.from({ length: 300_000 }, (_, index) => `$a${index}$;\n`).join('')],
])('a search that failed is not repeated: %s', (_name, text) => {
  const start = performance.now();
  split(text);
  expect(performance.now() - start).toBeLessThan(8000);
});
