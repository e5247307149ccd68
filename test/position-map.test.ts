import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compose, fromSegments, join, type Literal, type MappedText, oneWay, type Segment, verbatim } from '../src/sql/position-map.ts'; // prettier-ignore
import type { Edit, Range } from '../src/types.ts';

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

const call: Range = [5, 40];

// alterTable('users', (t) => t.drop(column)): keywords stand for the call, what is written elsewhere for its use
const generated = fromSegments([
  { kind: 'constant', text: 'ALTER TABLE ', source: call },
  { kind: 'verbatim', text: 'users', source: [17, 22] },
  { kind: 'constant', text: ' DROP ', source: [30, 34] },
  { kind: 'hole', text: '${column}', source: [35, 39] },
  { kind: 'escape', text: ';', source: [0, 4] },
]);

test.each<[Range, Range, string]>([
  [[0, 3], [5, 40], 'a part of a constant'],
  [[13, 16], [18, 21], 'verbatim'],
  [[13, 20], [18, 34], 'from verbatim into a constant'],
  [[18, 26], [30, 39], 'from a constant into a hole'],
  [[24, 25], [35, 39], 'a part of a hole'],
  [[31, 33], [0, 39], 'what stands in another order'],
  [[4, 14], [5, 40], 'what lies in what goes before'],
  [[4, 33], [0, 40], 'all of it'],
  [[14, 14], [19, 19], 'a point'],
  [[19, 19], [30, 30], 'a point in a constant'],
  [[33, 33], [4, 4], 'the end, after an escape'],
])('%j of generated SQL stands at %j: %s', (range, source) => {
  expect(generated.map.toSource(range)).toEqual(source);
}); // prettier-ignore

test.each<[string, MappedText, Range, Range | null]>([
  ['verbatim', escaped, [10, 12], [0, 2]],
  ['a part of it', escaped, [11, 12], [1, 2]],
  ['a part of an escape', escaped, [13, 14], [2, 3]],
  ['from verbatim into an escape', escaped, [11, 15], [1, 5]],
  ['more than there is', escaped, [0, 99], [0, 7]],
  ['what goes before', escaped, [0, 10], null],
  ['what follows', escaped, [26, 30], null],
  ['a point', escaped, [25, 25], [6, 6]],
  ['a point in an escape', escaped, [13, 13], [2, 2]],
  ['a point between two escapes', escaped, [14, 14], [3, 3]],
  ['the end', escaped, [26, 26], [7, 7]],
  ['a point beyond the end', escaped, [27, 27], null],
  ['a name', generated, [17, 22], [0, 17]],
  ['what other segments hold as well', generated, [36, 37], [0, 32]],
  ['what stands first and is last in the text', generated, [1, 2], [32, 33]],
  ['the gap', generated, [4, 5], null],
  ['a piece', join('ab--cd', [[0, 2], [4, 6]]), [1, 2], [1, 2]],
  ['from piece to piece', join('ab--cd', [[0, 2], [4, 6]]), [1, 5], [1, 3]],
  ['between pieces', join('ab--cd', [[0, 2], [4, 6]]), [2, 4], null],
  ['a verbatim text', verbatim('abc', 5), [6, 7], [1, 2]],
  ['more than a verbatim text', verbatim('abc', 5), [0, 99], [0, 3]],
  ['before a verbatim text', verbatim('abc', 5), [2, 5], null],
  ['behind a verbatim text', verbatim('abc', 5), [8, 9], null],
  ['the ends of a verbatim text', verbatim('abc', 5), [8, 8], [3, 3]],
  ['a point outside', verbatim('abc', 5), [9, 9], null],
  ['through two maps', compose(escaped, verbatim('b\n', 1)), [11, 13], [0, 2]],
  ['nothing of the inner one', compose(escaped, verbatim('b\n', 1)), [10, 11], null],
  ['a point where something is put in', fromSegments([{ kind: 'verbatim', text: 'a', source: [6, 7] }, { kind: 'constant', text: '; ', source: [7, 7] }]), [7, 7], [1, 3]],
  ['what is put in at its end', fromSegments([{ kind: 'verbatim', text: 'a', source: [6, 7] }, { kind: 'constant', text: '; ', source: [7, 7] }]), [6, 7], [0, 3]],
  ['no text at all', fromSegments([]), [0, 0], [0, 0]],
  ['an empty text', fromSegments([{ kind: 'verbatim', text: '', source: [7, 7] }]), [7, 7], [0, 0]],
  ['beside an empty text', fromSegments([{ kind: 'verbatim', text: '', source: [7, 7] }]), [6, 9], null],
  ['a map without a way back', { text: 'ab', map: oneWay((range) => range) }, [0, 1], null],
])('%s is found again', (_, { map }, source, range) => {
  expect(map.toText(source)).toEqual(range);
}); // prettier-ignore

describe('edits', () => {
  const literal: Literal = { edit: (range, old, text) => ({ range, text: `${old}>${text}` }) };
  const other: Literal = { ...literal };
  const text = fromSegments([
    { kind: 'verbatim', text: 'ab', source: [10, 12], literal },
    { kind: 'escape', text: '__', source: [12, 14], literal },
    { kind: 'verbatim', text: 'c😀', source: [14, 17], literal },
    { kind: 'verbatim', text: 'de', source: [20, 22], literal: other },
    { kind: 'hole', text: '${x}', source: [30, 34], literal },
    { kind: 'verbatim', text: '', source: [35, 35], literal },
    { kind: 'constant', text: 'k', source: [36, 37], literal },
    { kind: 'verbatim', text: 'f', source: [40, 41] },
  ]); // prettier-ignore

  test.each<[Range, Edit | null, string]>([
    [[0, 1], { range: [10, 11], text: 'a>new' }, 'verbatim'],
    [[1, 5], { range: [11, 15], text: 'b__c>new' }, 'with a whole escape'],
    [[1, 3], null, 'a part of an escape'],
    [[3, 5], null, 'the other part'],
    [[3, 3], null, 'a point in an escape'],
    [[2, 2], { range: [12, 12], text: '>new' }, 'a point before an escape'],
    [[4, 4], { range: [14, 14], text: '>new' }, 'a point after it'],
    [[4, 6], null, 'half a character'],
    [[6, 7], null, 'the other half'],
    [[6, 6], null, 'a point in a character'],
    [[5, 8], null, 'two literals'],
    [[7, 7], { range: [20, 20], text: '>new' }, 'a point between two literals'],
    [[8, 10], null, 'into a hole'],
    [[9, 9], { range: [22, 22], text: '>new' }, 'a point before a hole'],
    [[10, 10], null, 'a point in a hole'],
    [[13, 13], { range: [35, 35], text: '>new' }, 'a point between a hole and a constant'],
    [[13, 14], null, 'a constant'],
    [[14, 14], null, 'a point where nothing can be written'],
    [[14, 15], null, 'what cannot be written'],
    [[-1, 1], null, 'before the beginning'],
    [[14, 16], null, 'beyond the end'],
    [[2, 1], null, 'the wrong way round'],
  ])('of %j are %j: %s', (range, edit) => {
    expect(text.map.toEdit({ range, text: 'new' })).toEqual(edit);
  }); // prettier-ignore

  test.each<[string, MappedText, Edit, Edit | null]>([
    ['a text as it is', verbatim('abc', 5), { range: [1, 2], text: "'" }, { range: [6, 7], text: "'" }],
    ['the end of it', verbatim('abc', 5), { range: [3, 3], text: 'd' }, { range: [8, 8], text: 'd' }],
    ['beyond it', verbatim('abc', 5), { range: [3, 4], text: 'd' }, null],
    ['half a character of it', verbatim('😀'), { range: [0, 1], text: 'd' }, null],
    ['what no file can hold', verbatim('abc'), { range: [0, 1], text: '\ud83d' }, null],
    ['what PostgreSQL cannot hold', verbatim('abc'), { range: [0, 1], text: '\0' }, null],
    ['a piece', join('ab--cd', [[0, 2], [4, 6]]), { range: [2, 3], text: 'x' }, { range: [4, 5], text: 'x' }],
    ['two pieces', join('ab--cd', [[0, 2], [4, 6]]), { range: [1, 3], text: 'x' }, null],
    ['a text in a text', compose(text, verbatim('b__', 1)), { range: [0, 1], text: 'x' }, { range: [11, 12], text: 'b>x' }],
    ['what the outer one refuses', compose(text, verbatim('b_', 1)), { range: [0, 2], text: 'x' }, null],
    ['what the inner one refuses', compose(verbatim('abc'), escaped), { range: [0, 1], text: 'x' }, null],
    ['without a way back', { text: 'ab', map: oneWay((range) => range) }, { range: [0, 1], text: 'x' }, null],
  ])('of %s', (_, { map }, edit, result) => {
    expect(map.toEdit(edit)).toEqual(result);
  }); // prettier-ignore

  test('what a literal refuses at one point is tried at the other', () => {
    const never: Literal = { edit: () => null };
    const beside = fromSegments([
      { kind: 'verbatim', text: 'a', source: [0, 1], literal },
      { kind: 'verbatim', text: 'b', source: [2, 3], literal: never },
    ]);
    expect(beside.map.toEdit({ range: [1, 1], text: 'x' })).toEqual({ range: [1, 1], text: '>x' });
  });
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

  /** Anywhere, in any order, over each other. */
  const scattered = fc.array(
    fc
      .record({
        kind: fc.constantFrom('verbatim', 'escape', 'hole', 'constant'),
        text: fc.string({ maxLength: 5 }),
        start: fc.nat(30),
        width: fc.nat(5),
      })
      .map(({ kind, text, start, width }): Segment => {
        return { kind, text, source: [start, start + (kind === 'verbatim' ? text.length : width)] };
      }),
    { maxLength: 8 },
  );

  /** Where each character stands, and what of the text goes with it as a whole. */
  function charactersOf(parts: readonly Segment[]): { readonly source: Range; readonly whole: Range }[] {
    let from = 0;
    return parts.flatMap(({ kind, text, source }) => {
      const first = from;
      from += text.length;
      return Array.from({ length: text.length }, (_, index) => ({
        source: kind === 'verbatim' ? ([source[0] + index, source[0] + index + 1] as const) : source,
        whole: kind === 'verbatim' ? ([first + index, first + index + 1] as const) : ([first, from] as const),
      }));
    });
  }

  function around(ranges: readonly Range[]): Range {
    return [Math.min(...ranges.map(([start]) => start)), Math.max(...ranges.map(([, end]) => end))];
  }

  test('every range reaches from its first character to its last', () => {
    fc.assert(
      fc.property(segments, fc.nat(), fc.nat(), (parts, one, other) => {
        const { text, map } = fromSegments(parts);
        expect(text).toBe(parts.map((part) => part.text).join(''));
        if (text === '') return;
        const start = one % text.length;
        const end = start + 1 + (other % (text.length - start));
        const characters = charactersOf(parts).slice(start, end);
        expect(map.toSource([start, end])).toEqual([characters[0]!.source[0], characters.at(-1)!.source[1]]);
      }),
      { seed, numRuns: 2000 },
    );
  });

  test.each([
    ['in order', segments],
    ['scattered', scattered],
  ] as const)('%s: both ways hold all that a range touches, and no more', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, fc.nat(), fc.nat(), fc.nat(40), fc.nat(9), (parts, one, other, from, width) => {
        const { text, map } = fromSegments(parts);
        const characters = charactersOf(parts);
        const start = one % Math.max(text.length, 1);
        const end = start + 1 + (other % Math.max(text.length - start, 1));
        if (text !== '') expect(map.toSource([start, end])).toEqual(around(characters.slice(start, end).map(({ source }) => source))); // prettier-ignore
        const to = from + width + 1;
        const touched = characters.filter(({ source: [first, last] }) => first === last ? from <= first && first <= to : first < to && last > from); // prettier-ignore
        expect(map.toText([from, to])).toEqual(touched.length === 0 ? null : around(touched.map(({ whole }) => whole)));
      }),
      { seed, numRuns: 4000 },
    );
  });
});
