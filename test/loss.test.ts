import { expect, test } from 'vitest';
import { losesValues } from '../src/effect/loss.ts';
import type { DataType } from '../src/types.ts';
import { type } from './operation.ts';

/** Each old type with new types that keep every value, and new types that do not. */
const known: readonly (readonly [from: DataType, keep: readonly DataType[], lose: readonly DataType[]])[] = [
  [type('int2'), [type('int2'), type('int4'), type('int8'), type('numeric'), type('numeric', 5), type('float4'), type('text'), type('varchar', 6)], [type('numeric', 4), type('varchar', 5), type('bool'), type('date')]],
  [type('int4'), [type('int8'), type('float8'), type('numeric', 12, 2), type('varchar', 11)], [type('int2'), type('float4'), type('numeric', 10, 2), type('varchar', 10), type('int4[]')]],
  [type('int8'), [type('numeric'), type('numeric', 19), type('text')], [type('int4'), type('float8'), type('timestamptz')]],
  [type('numeric'), [type('numeric'), type('text')], [type('numeric', 10, 2), type('float8'), type('int8')]],
  [type('numeric', 10, 2), [type('numeric', 12, 2), type('numeric', 12, 4), type('numeric'), type('float8'), type('varchar', 13)], [type('numeric', 10, 4), type('numeric', 8, 2), type('numeric', 12, 1), type('int8'), type('float4'), type('varchar', 12)]],
  [type('numeric', 9), [type('int4'), type('int8'), type('float8')], [type('int2')]],
  [type('numeric', 10), [type('int8')], [type('int4')]],
  [type('float4'), [type('float8'), type('text')], [type('numeric'), type('int8')]],
  [type('float8'), [type('float8')], [type('float4'), type('numeric')]],
  [type('text'), [type('varchar'), type('citext')], [type('varchar', 255), type('bpchar', 10), type('jsonb'), type('int4'), type('uuid'), type('bytea')]],
  [type('varchar', 10), [type('varchar', 10), type('varchar', 20), type('varchar'), type('text')], [type('varchar', 9), type('bpchar', 20)]],
  [type('bpchar', 10), [type('bpchar', 12), type('varchar', 10), type('text')], [type('bpchar', 9), type('varchar', 9)]],
  [type('date'), [type('timestamp'), type('timestamptz'), type('timestamp', 0)], [type('time'), type('int4')]],
  [type('timestamp'), [type('timestamptz'), type('timestamp', 6)], [type('timestamp', 3), type('date'), type('timestamptz', 0)]],
  [type('timestamptz', 3), [type('timestamptz'), type('timestamptz', 3), type('timestamptz', 6)], [type('timestamptz', 2), type('timestamp'), type('date')]],
  [type('time'), [type('timetz'), type('interval')], [type('time', 0), type('timestamp')]],
  [type('json'), [type('jsonb'), type('text')], [type('varchar', 100)]],
  [type('jsonb'), [type('json')], [type('text[]')]],
  [type('cidr'), [type('inet')], []],
  [type('inet'), [], [type('cidr')]],
  [type('uuid'), [type('text'), type('varchar', 36)], [type('varchar', 35), type('int8')]],
  [type('bool'), [type('int4'), type('text'), type('varchar', 5)], [type('varchar', 4), type('date')]],
  [type('int4[]'), [type('int8[]'), type('text')], [type('int2[]'), type('int8')]],
  [type('varchar[]', 10), [type('varchar[]', 20), type('text[]')], [type('varchar[]', 5)]],
  [type('bit', 3), [type('bit', 3)], [type('bit', 5)]],
  [type('varbit', 3), [type('varbit', 5), type('varbit')], [type('varbit', 2)]],
  [type('mood'), [type('mood'), type('text')], [type('status'), type('varchar', 20)]],
  [type('vector', 3), [type('vector', 3), type('vector')], [type('vector', 4), type('vector', 2)]],
  [type('constructor'), [type('constructor')], [type('toString'), type('__proto__')]],
]; // prettier-ignore

test.each(known)('$text is judged exactly', (from, keep, lose) => {
  const lost = [...keep, ...lose].filter((to) => losesValues({ type: to, using: null }, from)).map(({ text }) => text);
  expect(lost).toEqual(lose.map(({ text }) => text));
});

test('what is unknown is judged by its new type', () => {
  const fine = ['text', 'varchar', 'citext', 'int8', 'numeric', 'float8', 'timestamptz', 'jsonb', 'text[]'].map((of) => type(of)); // prettier-ignore
  const narrow = ['int4', 'int2', 'date', 'bool', 'timestamp', 'mood', 'bpchar', 'uuid', 'float4', 'json', 'toString'].map((of) => type(of)); // prettier-ignore
  const limited = [type('varchar', 255), type('numeric', 10, 2), type('timestamptz', 0), type('bpchar', 1)];
  const lost = [...fine, ...narrow, ...limited].filter((to) => losesValues({ type: to, using: null }, null));
  expect(lost).toEqual([...narrow, ...limited]);
});

test('USING that computes may lose anything; one that casts is judged like none', () => {
  const [from, to] = [type('int4'), type('int8')];
  expect([
    losesValues({ type: to, using: 'cast' }, from),
    losesValues({ type: to, using: 'expression' }, from),
  ]).toEqual([false, true]);
});
