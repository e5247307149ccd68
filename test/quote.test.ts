import { expect, test } from 'vitest';
import { quoteIdentifier, quoteName, quoteWithSuffix } from '../src/sql/quote.ts';

test.each([
  ['users', 'users'],
  ['_v2$', '_v2$'],
  ['Users', '"Users"'],
  ['order', '"order"'],
  ['left', '"left"'],
  ['timestamp', 'timestamp'],
  ['2fa', '"2fa"'],
  ['größe', '"größe"'],
  ['a b', '"a b"'],
  ['say "hi"', '"say ""hi"""'],
  ['', '""'],
  ['users\n', '"users\n"'],
])('the identifier %j is written %s', (name, sql) => {
  expect(quoteIdentifier(name)).toBe(sql);
});

test.each([
  [{ schema: null, name: 'Users' }, '"Users"'],
  [{ schema: 'app', name: 'user' }, 'app."user"'],
  [{ schema: 'My App', name: 'users' }, '"My App".users'],
])('the name %j is written %s', (name, sql) => {
  expect(quoteName(name)).toBe(sql);
});

test.each([
  ['users', 'users_deprecated'],
  ['Users', '"Users_deprecated"'],
  ['x'.repeat(63), `${'x'.repeat(52)}_deprecated`],
  ['é'.repeat(30), `"${'é'.repeat(26)}_deprecated"`],
  ['𝒳'.repeat(1000), `"${'𝒳'.repeat(13)}_deprecated"`],
])('%s with a suffix is %s', (name, sql) => {
  expect(quoteWithSuffix(name, '_deprecated')).toBe(sql);
});
