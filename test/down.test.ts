import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { UserError } from '../src/errors.ts';
import { applyEdits } from '../src/fix/apply.ts';
import { run } from '../src/run.ts';
import { isScript } from '../src/config/defaults.ts';
import { downFixture, downFor, fixtureNames, leftOf } from './down-fixture.ts';
import { parseFixture } from './fixture.ts';
import { project } from './project.ts';

/** The ways back that `require-down-migration`, which sees one migration alone, still asks for more of; all else silences it. */
const reported: readonly string[] = ['column-that-was-there.sql', 'helpers.sql', 'not-null.sql'];

describe.each(fixtureNames)('%s', (name) => {
  const fixture = downFixture(name);
  const down = downFor(fixture);

  test('is undone by the text below it', () => {
    expect(`${down.path}\n${down.sql}`).toBe(fixture.expected);
  });

  test('says what cannot be undone in its comments', () => {
    const comments = down.sql.split('\n').flatMap((line) => /(?:--|\/\/) (cannot be undone: .*)$/.exec(line)?.[1] ?? []);
    expect(down.irreversible).toEqual(comments);
  });

  const isWhole = !isScript(name) && down.irreversible.length === 0 && !reported.includes(name);
  if (isWhole)
    test('leaves nothing to the rule', () => {
      expect(leftOf(fixture, down)).toEqual([]);
    });
}); // prettier-ignore

const ruleFixtures = 'fixtures/rules/require-down-migration';

const firing = readdirSync(ruleFixtures).flatMap((name) => {
  if (!name.endsWith('.sql')) return [];
  const fixture = parseFixture(readFileSync(`${ruleFixtures}/${name}`, 'utf8'));
  return fixture.expected.length > 0 ? [{ name, ...fixture }] : [];
});

test.each(firing)('what is made for $name of the rule silences it, or says why it cannot', ({ name, text, path = `db/migrations/${name}`, adapter = null, options }) => {
  const fixture = { files: [{ path, text }], source: { path, text } };
  const down = downFor(fixture, undefined, { adapter });
  const isPut = down.irreversible.length === 0 && down.obstacle === null;
  expect(isPut ? leftOf(fixture, down, { adapter, options }) : []).toEqual([]);
}); // prettier-ignore

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function call(cwd: string, ...args: readonly string[]): Promise<Result> {
  const written = { stdout: '', stderr: '' };
  const code = await run({
    argv: ['node', 'farout-guard', 'down', '--no-run', ...args],
    cwd: () => cwd,
    version: process.version,
    env: {},
    stdin: Readable.from([]),
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
  });
  return { code, ...written };
}

const projectOf = (name: string) => project(Object.fromEntries(downFixture(name).files.map(({ path, text }) => [path, text]))); // prettier-ignore

describe('the command', () => {
  test('prints the way back and writes nothing', async () => {
    const root = projectOf('indexes.sql');
    const { code, stdout, stderr } = await call(root, 'db/migrations/2_next.sql');
    expect([code, stderr]).toEqual([0, '']);
    expect(`db/migrations/2_next.down.sql\n${stdout}`).toBe(downFixture('indexes.sql').expected);
    expect(readdirSync(join(root, 'db/migrations'))).toEqual(['1_base.sql', '2_next.sql']);
  });

  test('writes it beside the migration, once', async () => {
    const root = projectOf('indexes.sql');
    expect(await call(root, '--write', 'db/migrations/2_next.sql')).toEqual({
      code: 0,
      stdout: 'wrote db/migrations/2_next.down.sql\n',
      stderr: '',
    });
    const written = readFileSync(join(root, 'db/migrations/2_next.down.sql'), 'utf8');
    expect(`db/migrations/2_next.down.sql\n${written}`).toBe(downFixture('indexes.sql').expected);
    const again = await call(root, '--write', 'db/migrations/2_next.sql');
    expect([again.code, again.stdout]).toEqual([2, '']);
    expect(again.stderr).toContain(
      'db/migrations/2_next.down.sql undoes something already, and nothing is overwritten',
    );
    expect(readFileSync(join(root, 'db/migrations/2_next.down.sql'), 'utf8')).toBe(written);
  });

  test.each(['goose.sql', 'goose-concurrently.sql', 'tern.sql', 'dbmate-concurrently.sql', 'mybatis.sql', 'sql-migrate.sql', 'liquibase.sql'])(
    'writes a section into the same file: %s',
    async (name) => {
      const { source } = downFixture(name);
      const root = projectOf(name);
      const { code, stdout } = await call(root, '--write', source.path);
      expect([code, stdout]).toEqual([0, `wrote ${source.path}\n`]);
      const text = readFileSync(join(root, source.path), 'utf8');
      await expect(text).toMatchFileSnapshot(`../fixtures/down-written/${name}`);
      expect((await call(root, '--write', source.path)).code).toBe(2);
    },
  ); // prettier-ignore

  test('replaces a way back that does nothing', async () => {
    const root = projectOf('pair-that-is-empty.sql');
    const { code } = await call(root, '--write', 'db/migrations/2_next.sql');
    expect(code).toBe(0);
    expect(readFileSync(join(root, 'db/migrations/2_next.down.sql'), 'utf8')).toContain('DROP COLUMN IF EXISTS nick;');
  });

  test('says what cannot be undone, and that something is left', async () => {
    const root = projectOf('irreversible-enum-value.sql');
    const { code, stderr } = await call(root, 'db/migrations/2_next.sql');
    expect(code).toBe(1);
    expect(stderr).toContain('cannot be undone: the value "happy" of mood');
    expect(stderr).toContain('require-down-migration still says: There is no way back');
  });

  test.each([
    ['a script that undoes something', 'knex.ts', 'migrations/20240101000000_base.ts', 'its down() undoes something already, and nothing is overwritten; run farout-guard down without --write'],
    ['a file that is not there', 'indexes.sql', 'db/migrations/3.sql', 'db/migrations/3.sql: no such file'],
    ['what is outside', 'indexes.sql', '../x.sql', '../x.sql: is outside of the project'],
  ])('refuses %s', async (_title, name, path, message) => {
    const { code, stdout, stderr } = await call(projectOf(name), '--write', path);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  }); // prettier-ignore

  test('writes none of several when one is refused', async () => {
    const root = projectOf('indexes.sql');
    const { code } = await call(root, '--write', 'db/migrations/2_next.sql', 'db/migrations/3.sql');
    expect([code, readdirSync(join(root, 'db/migrations'))]).toEqual([2, ['1_base.sql', '2_next.sql']]);
  });
});

test.each([
  ['-- farout-guard: irreversible -- no way\nDROP TABLE x;', 'db/migrations/1.sql', 'says that nothing can undo it'],
  ['DROP TABLE x;', 'db/migrations/1_x.down.sql', 'is a way back itself'],
  ['exports.up = async (knex) => {', 'migrations/20240102000000_x.js', 'no way up can be read in it'],
  ['', 'migrations/20240102000000_x.js', 'no way up can be read in it'],
  ['CREATE OR REPLACE VIEW v AS SELECT 1;', 'db/migration/R__v.sql', 'runs again whenever it changes'],
])('%j has no way back', (text, path, message) => {
  const files = [{ path: 'db/migrations/1_x.sql', text: '' }, { path, text }];
  expect(() => downFor({ files, source: { path, text } })).toThrow(new RegExp(`^${path}: ${message}`));
  expect(() => downFor({ files, source: { path, text } })).toThrow(UserError);
}); // prettier-ignore

test('the example of the page is what comes out', () => {
  const page = readFileSync('docs/down.md', 'utf8');
  const blocks = [...page.matchAll(/```sql\n-- (db\/migrations\/\S+)\n([\s\S]*?)```/g)].map(([, path = '', text = '']) => ({ path, text })); // prettier-ignore
  const [base, next, back] = blocks;
  expect(blocks).toHaveLength(3);
  const down = downFor({ files: [base!, next!], source: next! });
  expect({ path: down.path, text: applyEdits('', down.edits) }).toEqual(back);
});
