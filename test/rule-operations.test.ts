import { expect, test } from 'vitest';
import { isAllowed } from '../src/rule-operations.ts';

const users = { schema: 'app', name: 'users' };
const long = { schema: null, name: 'a'.repeat(60) };

test.each([
  [users, 'users', true],
  [users, 'app.users', true],
  [users, 'app.*', true],
  [users, '*', true],
  [users, 'u*s', true],
  [users, 'u*e*s', true],
  [users, '*users*', true],
  [users, 'user', false],
  [users, 'user.*', false],
  [users, 'shop.users', false],
  [users, 'Users', false],
  [users, 'us*sers', false],
  [users, 'app.us*ser*s', false],
  [users, 'user?', false],
  [long, `${'a*'.repeat(30)}a`, true],
  [long, `${'a*'.repeat(60)}b`, false],
])('%j against %s: %s', (name, pattern, allowed) => {
  expect(isAllowed(name, [pattern])).toBe(allowed);
});
