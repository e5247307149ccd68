import fc from 'fast-check';
import { expect, test } from 'vitest';
import { innermost } from '../src/innermost.ts';
import type { Range } from '../src/types.ts';

const range = fc.tuple(fc.nat(30), fc.nat(12)).map(([start, length]): Range => [start, start + length]);

test('of the ranges that hold a place the one that begins last, the shorter before the longer, the first of equal ones', () => {
  const judge = (ranges: readonly Range[], at: number) => {
    const holding = ranges.map((each, index) => ({ each, index })).filter(({ each }) => each[0] <= at && at < each[1]);
    return holding.sort((a, b) => b.each[0] - a.each[0] || a.each[1] - b.each[1] || a.index - b.index)[0]?.index ?? null;
  };
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
      const find = innermost(ranges);
      const places = Array.from({ length: 45 }, (_, at) => at);
      expect(places.map((at) => find(at))).toEqual(places.map((at) => judge(ranges, at)));
    }),
    { numRuns: 3000, seed: 4 },
  );
}); // prettier-ignore

test.each<[start: number, end: number, index: number | null]>([
  [12, 14, 2],
  [12, 25, 1],
  [12, 35, 0],
  [12, 45, null],
  [35, 36, 0],
  [5, 8, 0],
  [0, 1, 0],
  [40, 41, null],
  [12, 12, 2],
])('of nested ranges [%i, %i) is in %j', (start, end, index) => {
  expect(innermost([[0, 40], [10, 30], [11, 20], [11, 20], [15, 15]])(start, end)).toBe(index); // prettier-ignore
});

test('many ranges take moderate time', () => {
  const ranges = Array.from({ length: 100_000 }, (_, index): Range => [index, 200_000 - index]);
  const start = performance.now();
  const find = innermost(ranges);
  expect([find(50_000), find(150_000), performance.now() - start < 3000]).toEqual([50_000, 49_999, true]);
});
