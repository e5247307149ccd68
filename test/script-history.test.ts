import { describe, expect, test } from 'vitest';
import { adapters } from '../src/migration/adapters/index.ts';
import { differencesOf } from '../src/migration/difference.ts';
import { readHistory } from '../src/migration/history.ts';
import type { Change, Changes, Difference, History } from '../src/types.ts';
import { filesInMemory } from './fixture.ts';
import { hostileTexts } from './hostile-texts.ts';

const files = filesInMemory([]);

function differences(before: string, after: string, path = 'm/1_a.ts'): readonly Difference[] {
  const adapter = adapters['knex']!;
  const at = (text: string) => ({ path, text, adapter, files });
  return differencesOf(at(before), at(after));
}

/** The kinds of differences with their directions, what stands there now and what stood there. */
const brief = (before: string, after: string) =>
  differences(before, after).map((each) =>
    'was' in each ? `${each.kind} ${each.direction}: ${after.slice(...each.range)} < ${each.was}` : each.kind,
  );

const script = `import type { Knex } from 'knex';

// why
export async function up(knex: Knex): Promise<void> {
  await knex.schema.dropTable('a');
  await knex.raw(\`SELECT
    1\`);
}

export async function down({ schema }: Knex): Promise<void> {
  await schema.createTable('a', (t) => {
    t.increments();
  });
}
`;

describe('a script is the same where it does the same', () => {
  test.each<[what: string, before: string, after: string]>([
    ['comments', script, script.replace('// why', '/* because\n of */').replace("('a');", "('a'); // gone")],
    ['white space', script, script.replaceAll('\n  await', '\n\n\t await').replace('{\n    t', '{ t')],
    ['lines of a call', script, script.replace(".dropTable('a')", "\n    .dropTable(\n      'a'\n    )")],
    ['a space less', 'a = { b : 1 }', 'a={b:1}'],
    ['a comma after the last', 'a(\n  b,\n  [c,],\n  {d,},\n)', 'a(b, [c], {d})'],
    ['lines after operators', 'a =\n  b +\n  c', 'a = b +\n  c'],
    ['a script in one line', 'up({\n  a: [\n1,\n2\n]\n})', 'up({ a: [1, 2] })'],
    ['line ends of a template', 'x(`a\nb`) // c', 'x(`a\r\nb`)'],
  ])('%s', (_, before, after) => {
    expect(brief(before, after)).toEqual(['comments']);
  }); // prettier-ignore

  test('other line ends are no difference at all', () => {
    expect(differences(script, script.replaceAll('\n', '\r\n'))).toEqual([]);
  });
});

describe('a script is another', () => {
  test.each<[what: string, before: string, after: string, expected: string[]]>([
    ['a comma that counts', 'a([,])', 'a([])', ['changed up: a([]) < a([,])']],
    ['another name', script, script.replace("dropTable('a')", "dropTable('b')"), ["changed up: await knex.schema.dropTable('b'); < await knex.schema.dropTable('a');"]],
    ['white space in a string', "up('a b')", "up('a  b')", ["changed up: up('a  b') < up('a b')"]],
    ['white space in a template', script, script.replace('    1`', ' 1`'), ['changed up: await knex.raw(`SELECT\n 1`); < await knex.raw(`SELECT\n    1`);']],
    ['a comment sign in a string', "up('a // b')", "up('a // c')", ["changed up: up('a // c') < up('a // b')"]],
    ['a comment that is code now', '// a();', 'a();', ['added up: a(); < ']],
    ['code that is a comment now', 'a();\nb();', '// a();\nb();', ['removed up: b(); < a();']],
    ['a line that ends a statement', 'return (a)', 'return\n(a)', ['changed up: return < return (a)']],
    ['two signs that become one', 'a = b - -c', 'a = b --c', ['changed up: a = b --c < a = b - -c']],
    ['a regular expression', 'a(/b c/)', 'a(/b  c/)', ['changed up: a(/b  c/) < a(/b c/)']],
    ['white space after what nobody can tell without a grammar', "if (a) /'/.b()\nc()", "if (a) /'/.b()\n c()", ['changed up:  c() < c()']],
    ['only the way back', script, script.replace('t.increments();', 't.bigIncrements();'), ['changed down: t.bigIncrements(); < t.increments();']],
    ['a way back that does less', script, script.replace('    t.increments();\n', ''), ['removed down: } < t.increments();']],
    ['a way back that another function may call', `${script}down({ schema })`, `${script}down({ schema })`.replace('t.increments', 't.bigint'), ['changed up: t.bigint(); < t.increments();']],
    ['a way back is added', 'exports.up = (k) => k.a();', "exports.up = (k) => k.a();\nexports.down = (k) => k.raw('b');", ["added down: exports.down = (k) => k.raw('b'); < "]],
    ['the manner in which it runs', 'class A { transaction = true; }', 'class A { transaction = false; }', ['changed up: transaction = false; < transaction = true;']],
    ['all of it', script, '', ["removed up:  < import type {"]],
  ])('%s', (_, before, after, expected) => {
    expect(brief(before, after).slice(0, 1)).toEqual(expected);
  }); // prettier-ignore

  test('a script in place of SQL', () => {
    const adapter = adapters['node-pg-migrate']!;
    const before = { path: 'm/1_a.sql', text: 'SELECT 1;', adapter, files };
    expect(differencesOf(before, { ...before, path: 'm/1_a.ts', text: 'SELECT' })[0]).toMatchObject({
      kind: 'changed',
    });
  });
});

test('any text is compared in moderate time', () => {
  const start = performance.now();
  const found = hostileTexts(400).map(([, text]) => [differences(text, text), differences(text, `a();\n${text}`)].map((each) => each.length)); // prettier-ignore
  expect(found.filter(([same, other]) => same !== 0 || other === 0)).toEqual([]);
  expect(performance.now() - start).toBeLessThan(10_000);
});

type Texts = Readonly<Record<string, string>>;

function historyOf(name: string, path: string, base: Texts, after: Texts, changes: Readonly<Record<string, Change>>): History | null {
  const of = (texts: Texts) => filesInMemory(Object.entries(texts).map(([each, text]) => ({ path: each, text })));
  const given: Changes = { base: of(base), of: (each) => changes[each] ?? null, migrations: Object.keys(changes).sort() };
  const surroundings = { adapter: adapters[name]!, isSet: true, files: of(after), changes: given };
  return readHistory({ path, text: after[path] ?? '' }, surroundings);
} // prettier-ignore

const added = { kind: 'added' } as const;

describe('the place among the others', () => {
  test.each<[adapter: string, base: string[], path: string, later: string[], free: string]>([
    ['knex', ['m/20240201000000_b.js'], 'm/20240101000000_a.ts', ['m/20240201000000_b.js'], 'm/20240201000001_a.ts'],
    ['knex', ['m/9_b.ts'], 'm/10_a.ts', ['m/9_b.ts'], 'm/10_a.ts'],
    ['typeorm', ['m/1706700000000-B.ts'], 'm/1706600000000-A.ts', ['m/1706700000000-B.ts'], 'm/1706700000001-A.ts'],
    ['mikro-orm', ['m/Migration20240201000000.ts'], 'm/Migration20240101000000_a.ts', ['m/Migration20240201000000.ts'], 'm/Migration20240201000001_a.ts'],
    ['node-pg-migrate', ['m/1706700000000_b.sql', 'm/types.d.ts', 'm/9999999999999_b.test.ts'], 'm/1706600000000_a.ts', ['m/1706700000000_b.sql'], 'm/1706700000001_a.ts'],
    ['umzug', ['m/2024.02.01T00.00.00.b.sql'], 'm/2024.01.01T00.00.00.a.ts', ['m/2024.02.01T00.00.00.b.sql'], 'm/2024.02.01T00.00.01.a.ts'],
    ['prisma', ['m/app/20240201T0000_b/migration.ts'], 'm/app/20240101T0000_a/migration.ts', ['m/app/20240201T0000_b/migration.ts'], 'm/app/20240201T0001_a/migration.ts'],
    ['pg', ['m/0002_b.sql', 'm/index.ts'], 'm/0001_a.ts', ['m/0002_b.sql'], 'm/0003_a.ts'],
  ])('%s: %j before %s', (adapter, base, path, later, free) => {
    const texts = Object.fromEntries(base.map((each) => [each, 'x();']));
    const history = historyOf(adapter, path, texts, { ...texts, [path]: 'y();' }, { [path]: added });
    expect([history?.later, history?.free]).toEqual([later, free]);
  }); // prettier-ignore

  test('a script and the SQL that it reads have one version and are no namesakes', () => {
    const after = { 'm/1_a.ts': 'x();', 'm/1_a.sql': 'SELECT 1;', 'm/1_b.ts': 'y();' };
    const changes = Object.fromEntries(Object.keys(after).map((path) => [path, added]));
    const found = Object.keys(after).map((path) => historyOf('umzug', path, {}, after, changes)?.namesakes);
    expect(found).toEqual([[], [], ['m/1_a.sql', 'm/1_a.ts']]);
  });
});

describe('what becomes of the path of a script', () => {
  const text = 'up();';
  test.each<[adapter: string, from: string, to: string, place: string]>([
    ['knex', 'm/1_a.ts', 'm/1_b.ts', 'renamed'],
    ['knex', 'm/1_a.js', 'm/1_a.ts', 'renamed'],
    ['kysely', 'm/1_a.js', 'm/1_a.ts', 'kept'],
    ['node-pg-migrate', 'm/1_a.js', 'm/1_a.mts', 'kept'],
    ['node-pg-migrate', 'm/1_a.sql', 'm/1_a.ts', 'renamed'],
    ['typeorm', 'm/1706700000000-A.ts', 'm/1706700000000-B.ts', 'retitled'],
    ['typeorm', 'm/1706700000000-A.ts', 'm/1706700000001-A.ts', 'renamed'],
    ['typeorm', 'm/1706700000000-A.js', 'm/1706700000000-A.ts', 'kept'],
    ['sequelize', 'm/1-a.js', 'db/migrations/1-a.js', 'moved'],
  ])('%s: %s becomes %s', (adapter, from, to, place) => {
    const history = historyOf(adapter, to, { [from]: text }, { [to]: text }, { [to]: { kind: 'renamed', from } });
    expect(history?.published?.place).toBe(place);
  });

  test('what only helps in a folder is no migration that is left behind', () => {
    const at = (after: Texts) =>
      historyOf('knex', 'db/1_a.ts', { 'm/1_a.ts': text }, { ...after, 'db/1_a.ts': text }, { 'db/1_a.ts': { kind: 'renamed', from: 'm/1_a.ts' } })?.published?.place; // prettier-ignore
    expect([at({ 'm/types.d.ts': '' }), at({ 'm/2_b.js': '' }), at({ 'm/2_b.sql': '' })]).toEqual([
      'moved',
      'renamed',
      'renamed',
    ]);
  });
});
