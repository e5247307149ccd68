import { array, type Types } from './sample.ts';
import { patternSample } from './pattern-sample.ts';
import type { Constants } from './constants.ts';
import { commonTexts, shiftDay } from './common-texts.ts';

/** What may stand in a column that a check is about: the samples first, then what the check's own constants suggest. */
export function candidates(
  types: Types,
  base: { readonly id: number; readonly modifier: number },
  samples: readonly string[],
  constants: Constants,
): readonly string[] {
  const found = [...samples.slice(0, 2), ...suggested(types, base.id, constants), ...samples.slice(2)];
  const type = types.get(base.id);
  return [...new Set(found)].filter((text) => fits(type?.name ?? '', base.modifier, text));
}

function suggested(types: Types, id: number, constants: Constants): readonly string[] {
  const type = types.get(id);
  if (!type) return [];
  if (type.labels) {
    const labels = new Set(type.labels);
    return [...constants.strings.filter((text) => labels.has(text)), ...labels];
  }
  if (type.category === 'A') return arrays(suggested(types, type.element, constants), constants);
  return byName.get(type.name)?.(constants) ?? byCategory.get(type.category)?.(constants) ?? [];
}

type Suggest = (constants: Constants) => readonly string[];

const numbersOf = ({ numbers, strings }: Constants) => [
  ...numbers,
  ...strings.filter((text) => /^-?\d{1,15}(?:\.\d+)?$/.test(text)),
];

const whole: Suggest = (constants) => {
  const found = numbersOf(constants).map((text) => Math.trunc(Number(text)));
  return [
    ...found.flatMap((number) => [number, number + 1, number - 1, number + 2, number + 3]),
    1,
    0,
    2,
    10,
    100,
    -1,
  ].map(String);
};

const broken: Suggest = (constants) => {
  const found = numbersOf(constants).flatMap((text) => [text, String(Number(text) + 1), String(Number(text) - 1)]);
  return [...found, '1', '0', '0.5', '0.25', '10', '100', '-1'];
};

/** Later on the day, where there are hours. */
const sameDay = (text: string) =>
  [1, 2, 3].flatMap((hour) => (/^.{10} 00:/.test(text) ? [`${text.slice(0, 11)}0${hour}${text.slice(13)}`] : []));

const days: Suggest = ({ strings }) => {
  const found = strings.filter((text) => /^\d{4}-\d\d-\d\d/.test(text));
  return [
    ...found.flatMap((text) => [text, ...sameDay(text), shiftDay(text, 1), shiftDay(text, -1)]),
    '2000-01-01',
    '2999-01-01',
    '2999-01-02',
    '1970-01-01',
  ];
};

const texts: Suggest = ({ strings, lengths }) => {
  const plain = strings.filter((text) => !/[%^$*+[\](){}|\\]/.test(text));
  const patterns = strings.filter((text) => /[\^$*+[\](){}|\\]/.test(text));
  const likes = strings.filter((text) => /[%_]/.test(text)).map((text) => text.replaceAll(/[%_]/g, 'a'));
  const matching = patterns.flatMap((text) => [0, 1, 2, 3].map((variant) => patternSample(text, variant)));
  const long = lengths.flatMap((length) => [...'abc0'].map((sign) => sign.repeat(length)));
  return [...plain, ...matching, ...likes, ...long, ...commonTexts, ...strings];
};

const bytes: Suggest = ({ lengths }) =>
  lengths.flatMap((length) => ['01', '02', '03'].map((byte) => `\\x${byte.repeat(length)}`));

const documents: Suggest = ({ strings }) => {
  const keys = strings.filter((text) => /^[\w-]+$/.test(text)).slice(0, 8);
  const all = Object.fromEntries(keys.map((key) => [key, 'a']));
  return [
    '{}',
    '[]',
    ...keys.map((key) => JSON.stringify({ [key]: 'a' })),
    JSON.stringify(all),
    '{"a": 1}',
    '[1]',
    '["a"]',
    '"a"',
    '"b"',
    '1',
    'true',
  ];
};

function arrays(elements: readonly string[], { lengths }: Constants): readonly string[] {
  const some = elements.slice(0, 6);
  const first = some.slice(0, 1);
  const long = lengths
    .filter((length) => length <= 32)
    .map((length) => array(Array.from({ length }, () => first[0] ?? '1')));
  return [...some.map((element) => array([element])), array([]), array(some.slice(0, 2)), array(some), ...long].filter(
    (text) => text !== null,
  );
}

const byName: ReadonlyMap<string, Suggest> = new Map<string, Suggest>([
  ...['int2', 'int4', 'int8', 'oid'].map((name) => [name, whole] as const),
  ['bytea', bytes],
  ['json', documents],
  ['jsonb', documents],
  ['uuid', ({ strings }) => strings.filter((text) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text))],
  ['time', ({ strings }) => [...strings.filter((text) => /^\d\d:\d\d/.test(text)), '00:00', '12:00', '23:59']],
  ['inet', () => ['10.0.0.1', '10.0.0.2', '10.0.0.0/8', '::1', '2001:db8::/32']],
  ['citext', texts],
  ['char', texts],
]);

const byCategory: ReadonlyMap<string, Suggest> = new Map<string, Suggest>([
  ['B', () => ['true', 'false']],
  ['N', broken],
  ['D', days],
  ['S', texts],
  ['T', ({ strings }) => [...strings.filter((text) => /^-?\d/.test(text)), '1 day', '2 days', '1 hour', '0']],
]);

/** The solver casts to the type without its modifier; what is too long for the column is none. */
function fits(name: string, modifier: number, text: string): boolean {
  if (modifier < 4) return name !== 'char' || text.length <= 1;
  if (name === 'varchar' || name === 'bpchar') return [...text].length <= modifier - 4;
  if (name !== 'numeric') return true;
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  return (
    Math.abs(Number(text)) < 10 ** ((((modifier - 4) >> 16) & 0xffff) - scale) &&
    (text.split('.')[1] ?? '').length <= Math.max(scale, 0)
  );
}
