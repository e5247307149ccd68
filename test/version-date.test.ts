import { expect, test } from 'vitest';
import { impossiblePart } from '../src/version-date.ts';

test.each([
  ['20260131', null],
  ['20260131120000', null],
  ['202601311200', null],
  ['20260131_120000', null],
  ['2026-01-31-120000', null],
  ['2026.01.31.12.00', null],
  ['20240229', null],
  ['20000229', null],
  ['20261231235959', null],
  ['20230229', 'date'],
  ['19000229', 'date'],
  ['20231345', 'date'],
  ['20230400', 'date'],
  ['20230431120000', 'date'],
  ['20230001', 'date'],
  ['20230131240000', 'time'],
  ['20230131_126000', 'time'],
  ['202301311260', 'time'],
  ['20230131235960', 'time'],
  ['00000000000000', null],
  ['99991399', null],
  ['0007', null],
  ['1700000000000', null],
  ['2023', null],
  ['2020.1.13.45', null],
  ['2.7.0.20190222154724', null],
  ['', null],
])('%s: %s', (version, part) => {
  expect(impossiblePart(version)).toBe(part);
});
