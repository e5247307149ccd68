import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../src/fix/apply.ts';
import { parse } from '../src/script/parse.ts';
import { guard } from './cli.ts';
import { downFor, leftOf, readFor, scriptFixture, scriptFixtureNames } from './down-fixture.ts';
import { filesInMemory } from './fixture.ts';
import { project } from './project.ts';

const named = (isRefused: boolean) => scriptFixtureNames.filter((name) => name.startsWith('refused-') === isRefused);

/** The same project in another form. */
function inForm({ files, source }: ReturnType<typeof scriptFixture>, form: (text: string) => string) {
  const others = files.map((each) => ({ ...each, text: each === source ? form(each.text) : each.text }));
  return { files: others, source: others.at(-1)! };
}

const dos = (text: string) => text.replaceAll('\n', '\r\n');
const tabs = (text: string) => text.replaceAll(/^(?: {2})+/gm, (depth) => '\t'.repeat(depth.length / 2));

/** There is no indentation to learn from, it is not two spaces throughout, or it is a part of what is quoted. */
const isOtherwise = (name: string) =>
  /^(?:quoted-lines|comments-and|sequelize-empty\.js|typeorm-(?:empty\.ts|missing\.js)|knex-missing\.js|knex-empty\.js|one-line)/.test(
    name,
  );

describe.each(named(false))('%s', (name) => {
  const fixture = scriptFixture(name);
  const down = downFor(fixture);

  test('becomes the text below it', () => {
    expect(down.obstacle).toBe(null);
    expect(applyEdits(fixture.source.text, down.edits)).toBe(fixture.written);
    expect(parse(fixture.source.path, fixture.written).ok).toBe(true);
  });

  test('prints what it writes', () => {
    const [imports = '', own = ''] = /^(?:import|const \{).*\n\n/.test(down.sql) ? down.sql.split('\n\n') : ['', down.sql];
    expect(fixture.written).toContain(own.trimEnd());
    expect(fixture.written).toContain(imports);
  });

  test('keeps its line ends and its tabs', () => {
    const other = inForm(fixture, dos);
    expect(applyEdits(other.source.text, downFor(other).edits)).toBe(dos(fixture.written));
    expect(downFor(other).sql).toBe(down.sql);
    if (isOtherwise(name)) return;
    const tabbed = inForm(fixture, tabs);
    expect(applyEdits(tabbed.source.text, downFor(tabbed).edits)).toBe(tabs(fixture.written));
  });

  test('sends the statements, and the rule has nothing to say', () => {
    const files = fixture.files.map((each) => (each === fixture.source ? { ...each, text: fixture.written } : each));
    const { sections, words } = readFor(files.at(-1)!, filesInMemory(files));
    const statements = sections.find(({ direction }) => direction === 'down')?.statements ?? [];
    const sent = statements.map(({ range }) => lined(words(range))).filter((sql) => sql !== 'SELECT 1');
    expect(sent).toEqual(down.statements.map((sql) => lined(sql.replace(/;$/, ''))));
    expect(leftOf(fixture, down)).toEqual([]);
  });

  test('is undone already then', () => {
    const after = inForm(fixture, () => fixture.written);
    const again = downFor(after);
    expect(again.edits).toEqual([]);
    expect(again.obstacle).toBe('its down() undoes something already, and nothing is overwritten; run farout-guard down without --write and take what is missing from what it prints');
  });
}); // prettier-ignore

const lined = (sql: string) => sql.replaceAll(/\s+/g, ' ');

test.each(named(true))('%s', (name) => {
  const fixture = scriptFixture(name);
  const down = downFor(fixture);
  expect(down.edits).toEqual([]);
  expect(down.sql).toContain('DROP COLUMN IF EXISTS nick');
  expect(`${down.obstacle}; `.startsWith(`${fixture.refused}; `)).toBe(true);
  expect(down.obstacle).toMatch(/; (?:run|take|write) /);
});

test('every framework has one that is missing or one that is empty', () => {
  const frameworks = new Set(named(false).map((name) => readFor(scriptFixture(name).source, filesInMemory([])).adapter));
  expect([...frameworks].sort()).toEqual(
    readdirSync('src/script/frameworks').map((file) => file.slice(0, -3)).filter((file) => file !== 'index').sort(),
  );
}); // prettier-ignore

describe('the command', () => {
  const path = 'migrations/20240102000000_next.ts';
  const run = (root: string, ...args: string[]) => guard(['down', '--no-run', ...args, path], { cwd: root });
  const { source, written } = scriptFixture('knex-empty.ts');

  test('writes into a script, once', () => {
    const root = project({ [path]: source.text });
    expect(run(root, '--write')).toMatchObject({ code: 0, stdout: `wrote ${path}\n`, stderr: '' });
    expect(readFileSync(join(root, path), 'utf8')).toBe(written);
    const again = run(root, '--write');
    expect([again.code, again.stdout]).toEqual([2, '']);
    expect(again.stderr).toContain(`${path}: its down() undoes something already, and nothing is overwritten`);
    expect(readFileSync(join(root, path), 'utf8')).toBe(written);
  });

  test('writes all or none', () => {
    const other = 'migrations/20240103000000_next.ts';
    const root = project({ [path]: source.text, [other]: source.text });
    chmodSync(join(root, other), 0o444);
    const { code, stdout, stderr } = run(root, '--write', other);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${other}: it is read-only`);
    expect(readFileSync(join(root, path), 'utf8')).toBe(source.text);
  });

  test('writes nothing where nothing can be undone: the way back would tell that all is', () => {
    const text = source.text.replace(/await .*;/, `await knex.raw('DELETE FROM users');`);
    const root = project({ [path]: text });
    const { code, stdout, stderr } = run(root, '--write');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${path}: nothing that can be written undoes it; `);
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });

  test('keeps the mark at the beginning of a file', () => {
    const root = project({ [path]: '' });
    writeFileSync(join(root, path), `\uFEFF${dos(source.text)}`);
    expect(run(root, '--write').code).toBe(0);
    expect(readFileSync(join(root, path), 'utf8')).toBe(`\uFEFF${dos(written)}`);
  });
});
