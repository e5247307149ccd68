import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compose, fromSegments, join, type Segment, verbatim } from '../src/sql/position-map.ts';
import type { Range } from '../src/types.ts';

const seed = 20261122;

// a`\n`b: the escape is two characters in the source and one in the text
const escaped = fromSegments([
  { kind: 'verbatim', text: 'ab', source: [10, 12] },
  { kind: 'escape', text: '\n', source: [12, 14] },
  { kind: 'escape', text: '😀', source: [14, 24] },
  { kind: 'verbatim', text: 'cd', source: [24, 26] },
]);

test.each<[Range, Range, string]>([
  [[0, 2], [10, 12], 'verbatim'],
  [[1, 2], [11, 12], 'a part of it'],
  [[2, 3], [12, 14], 'an escape as a whole'],
  [[3, 4], [14, 24], 'half of a character that an escape stands for'],
  [[4, 5], [14, 24], 'the other half'],
  [[1, 4], [11, 24], 'from verbatim into an escape'],
  [[4, 6], [14, 25], 'from an escape into verbatim'],
  [[0, 7], [10, 26], 'everything'],
  [[1, 1], [11, 11], 'a point in verbatim'],
  [[2, 2], [12, 12], 'a point before an escape'],
  [[4, 4], [14, 14], 'a point in an escape'],
  [[7, 7], [26, 26], 'the end'],
  [[5, 99], [24, 26], 'beyond the end'],
  [[-3, 1], [10, 11], 'before the beginning'],
  [[99, 99], [26, 26], 'a point beyond the end'],
])('%j of a text with escapes stands at %j: %s', (range, source) => {
  expect(escaped.map.toSource(range)).toEqual(source);
}); // prettier-ignore

test('the text is that of its segments', () => {
  expect(escaped.text).toBe('ab\n😀cd');
});

test.each<[readonly Segment[], Range]>([
  [[], [0, 0]],
  [[{ kind: 'verbatim', text: '', source: [7, 7] }], [7, 7]],
])('an empty text of %j stands at %j', (segments, source) => {
  expect(fromSegments(segments).map.toSource([0, 0])).toEqual(source);
});

test('a verbatim text stands at its offset', () => {
  expect(verbatim('abc', 5).text).toBe('abc');
  expect(verbatim('abc', 5).map.toSource([1, 3])).toEqual([6, 8]);
  expect(verbatim('abc').map.toSource([1, 3])).toEqual([1, 3]);
});

test.each<[Range, Range]>([
  [[0, 3], [2, 5]],
  [[2, 4], [4, 9]],
  [[3, 6], [8, 11]],
  [[0, 6], [2, 11]],
  [[3, 3], [8, 8]],
  [[6, 6], [11, 11]],
])('%j of joined pieces stands at %j', (range, source) => {
  const joined = join('--abc---def--', [[2, 5], [6, 6], [8, 11]]); // prettier-ignore
  expect(joined.text).toBe('abcdef');
  expect(joined.map.toSource(range)).toEqual(source);
}); // prettier-ignore

test('composed maps go through both', () => {
  const inner = fromSegments([
    { kind: 'escape', text: "'", source: [0, 2] },
    { kind: 'verbatim', text: 'n', source: [2, 3] },
  ]);
  const outer = join("..'.'n", [[2, 3], [4, 6]]); // prettier-ignore
  const both = compose(outer, inner);
  expect(both.text).toBe("'n");
  expect([both.map.toSource([0, 1]), both.map.toSource([1, 2]), both.map.toSource([0, 2])]).toEqual([[2, 5], [5, 6], [2, 6]]); // prettier-ignore
});

describe('any segments', () => {
  const segments = fc
    .array(fc.record({ verbatim: fc.boolean(), text: fc.string({ maxLength: 5 }), width: fc.nat(5), gap: fc.nat(3) }))
    .map((parts) => {
      let position = 0;
      return parts.map(({ verbatim: plain, text, width, gap }): Segment => {
        const start = position + gap;
        position = start + (plain ? text.length : width);
        return { kind: plain ? 'verbatim' : 'escape', text, source: [start, position] };
      });
    });

  /** The same by walking over all characters. */
  function expected(parts: readonly Segment[], [start, end]: Range): Range {
    const places = parts.flatMap(({ kind, text, source }) =>
      Array.from({ length: text.length }, (_, index): Range =>
        kind === 'escape' ? source : [source[0] + index, source[0] + index + 1],
      ),
    );
    return [places[start]![0], places[end - 1]![1]];
  }

  test('every range reaches from its first character to its last', () => {
    fc.assert(
      fc.property(segments, fc.nat(), fc.nat(), (parts, one, other) => {
        const { text, map } = fromSegments(parts);
        expect(text).toBe(parts.map((part) => part.text).join(''));
        if (text === '') return;
        const start = one % text.length;
        const end = start + 1 + (other % (text.length - start));
        expect(map.toSource([start, end])).toEqual(expected(parts, [start, end]));
      }),
      { seed, numRuns: 2000 },
    );
  });
});
