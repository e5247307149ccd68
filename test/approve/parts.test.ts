import { expect, test } from 'vitest';
import { incidentOf } from '../../src/approve/incident.ts';
import { sealed } from '../../src/approval/record.ts';
import { missingInLines, missingInList } from '../../src/approve/backup/contents.ts';
import { schemasIn } from '../../src/approve/measure/catalog.ts';
import { withoutPasswords, withoutSignature } from '../../src/approve/secrets.ts';

const needed = [
  { schema: 'App', name: 'Order lines' },
  { schema: null, name: 'orders' },
  { schema: 'app', name: '' },
];

test('what a dump has the rows of', () => {
  const list = (...lines: readonly string[]) => missingInList(['; Archive created at …', ...lines].join('\n'), needed);
  expect(list()).toEqual(['App.Order lines', 'orders', 'schema app']);
  // The table without its rows, one that ends alike, a schema and an owner of that name.
  expect(list('1; 1259 16 TABLE public orders jo', '2; 0 16 TABLE DATA public old_orders jo', '3; 0 16 TABLE DATA orders x orders')).toEqual(['App.Order lines', 'orders', 'schema app']);
  expect(list('1; 0 16 TABLE DATA App Order lines jo', '2; 0 17 TABLE DATA app orders jo doe')).toEqual([]);
  expect(missingInLines(['COPY public.orders_old (id)', 'INSERT INTO public."old orders"'], needed)).toEqual(['App.Order lines', 'orders', 'schema app']);
  expect(missingInLines(['COPY "App"."Order lines" (id)', 'INSERT INTO app.orders'], needed)).toEqual([]);
}); // prettier-ignore

test('no password is written down', () => {
  expect(withoutPasswords('from postgres://jo:secret@db/shop and https://x:y@z, host=db password=secret')).toBe('from postgres://jo:…@db/shop and https://x:…@z, host=db password=…');
  expect(withoutPasswords('said top-secret, a word', ['top-secret', 'a'])).toBe('said …, a word');
  expect(withoutSignature('https://jo:secret@host/a/b.dump?X-Amz-Signature=1#x')).toBe('https://host/a/b.dump');
  expect(withoutSignature('s3://bucket/a@b.dump')).toBe('s3://bucket/a@b.dump');
}); // prettier-ignore

test('a search path is read as PostgreSQL reads it', () => {
  expect(schemasIn({ path: '"$user", App, "Order ""lines""", public', user: 'jo', database: '' })).toEqual(['jo', 'app', 'Order "lines"', 'public']);
}); // prettier-ignore

test('no name or reason can break out of its place in INCIDENTS.md', () => {
  const text = incidentOf(
    sealed({
      format: 1,
      id: '2026-11-30-no-drop-table-00000000',
      rule: 'no-drop-table',
      file: 'a`b\n# c.sql',
      statement: 'DROP TABLE "```\n# x"',
      fingerprint: '',
      destroys: ['table ```\n# x\u202e <b>'],
      volume: { known: false, why: 'no database given' },
      backup: null,
      reason: '# heading [link](javascript:x) @all',
      ticket: null,
      by: { name: '`Jo`', email: 'jo@example.org' },
      at: '2026-11-30T00:00:00.000Z',
      expires: '2026-12-30T00:00:00.000Z',
    }),
  );
  expect(text).toMatchSnapshot();
});
