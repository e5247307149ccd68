import { describe, expect, test } from 'vitest';
import { isPlaceholder, namesFile } from '../src/header.ts';

test.each([
  '<your name>', '<your name> <your team>', '[tables]', '{name}', '{{ name }}', '...', '…', '-', '???', 'TODO', 'todo: ask Jo', 'TBD', 'xxx',
  'Your Name', 'YYYY-MM-DD', 'YYYYMMDD_HHMMSS_description',
])('%s waits to be filled in', (value) => expect(isPlaceholder(value)).toBe(true)); // prettier-ignore

test.each([
  'Jo Doe <jo@example.com>', '<jo@example.com>', 'users [all columns]', '2026-01-31', 'none', 'n/a', 'drop the column ...', 'todos.title',
  '20260131_120000_add_email', '${name}',
])('%s is filled in', (value) => expect(isPlaceholder(value)).toBe(false)); // prettier-ignore

describe.each([
  ['20260131_120000_add_email', '20260131_120000'],
  ['V1.2__add_email', '1.2'],
  ['add_email', null],
])('the file %s', (name, version) => {
  const filename = { name, version, convention: null, valid: true, duplicates: [] };

  test.each([
    name,
    `${name}.sql`,
    `migrations/${name}.up.sql`,
    name.toUpperCase(),
    'add_email',
    'add email',
    'add-email.sql',
  ])('is named by %s', (value) => expect(namesFile(value, filename)).toBe(true));

  test.each(['', 'add_phone', 'email', 'add_email_2', '20260130_120000_add_email', 'V1.3__add_email'])(
    'is not named by %j',
    (value) => expect(namesFile(value, filename)).toBe(false),
  );
});
