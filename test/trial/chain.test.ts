import { expect, test } from 'vitest';
import { chainOf } from '../../src/trial/chain.ts';
import { filesInMemory } from '../fixture.ts';

const all = () => true;

/** The names of a chain's folders or files, in the order in which the tool runs them. */
function orderOf(framework: string, paths: readonly string[], more: Readonly<Record<string, string>> = {}): readonly string[] {
  const others = Object.entries(more).map(([path, text]) => ({ path, text }));
  const files = filesInMemory([...paths.map((path) => ({ path, text: 'SELECT 1;' })), ...others]);
  return chainOf(paths[0] ?? '', framework, files, all).paths;
} // prettier-ignore

test.each([
  ['golang-migrate counts', 'golang-migrate', ['m/10_b.up.sql', 'm/9_a.up.sql'], ['m/9_a.up.sql', 'm/10_b.up.sql']],
  ['Prisma spells', 'prisma', ['m/10_b/migration.sql', 'm/9_a/migration.sql'], ['m/10_b/migration.sql', 'm/9_a/migration.sql']],
  ['diesel leaves hyphens out', 'diesel', ['m/2017-09-23-182408_b/up.sql', 'm/20170309000000_a/up.sql'], ['m/20170309000000_a/up.sql', 'm/2017-09-23-182408_b/up.sql']],
  ['flyway runs repeatable ones last', 'flyway', ['m/R__a.sql', 'm/V2__b.sql', 'm/V1__c.sql'], ['m/V1__c.sql', 'm/V2__b.sql', 'm/R__a.sql']],
])('%s', (_title, framework, paths, expected) => {
  expect(orderOf(framework, paths)).toEqual(expected);
}); // prettier-ignore

test('Drizzle runs what its journal names, in its order', () => {
  const journal = JSON.stringify({ entries: [{ tag: '0001_b' }, { tag: '0000_a' }] });
  const paths = ['drizzle/0000_a.sql', 'drizzle/0001_b.sql', 'drizzle/0002_c.sql'];
  expect(orderOf('drizzle', paths, { 'drizzle/meta/_journal.json': journal })).toEqual(['drizzle/0001_b.sql', 'drizzle/0000_a.sql']);
}); // prettier-ignore
