import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import { entriesFor } from '../src/baseline/baseline.ts';
import { lintSource } from '../src/lint.ts';
import { parse } from '../src/script/parse.ts';
import { scriptReader } from '../src/script/read-script.ts';
import { fingerprints } from '../src/report/fingerprint.ts';
import type { Finding } from '../src/types.ts';
import { filesInMemory } from './fixture.ts';

const script = (body: string, before = '') => `${before}
export class X1700000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner) {
    ${body}
  }
}
`;

function findingsOf(text: string, ...names: readonly string[]): readonly Finding[] {
  const active = names.map((name) => ({ name, severity: 'error' as const, options: rules[name]?.defaults ?? {} }));
  const source = { path: 'db/migrations/1700000000000-x.ts', text };
  const config = { rules: active, adapter: 'typeorm', postgres: 15, approvals: defaultApprovals };
  return lintSource(source, filesInMemory([]), config, { scripts: scriptReader(parse) }).findings;
}

/** The advice of a rule: its message without the first line and the comments. */
const advice = (text: string, rule: string) =>
  findingsOf(text, rule).map(({ message }) => message.split('\n').slice(1).filter((line) => !/^(?:--|\/\/)/.test(line)).join('\n')); // prettier-ignore

describe('advice in a script is SQL', () => {
  const repeat = 'require-idempotent-guard';
  test.each<[body: string, rule: string, advice: readonly string[], before?: string]>([
    ['await queryRunner.query(`DROP TABLE ${T}`);', repeat, ['DROP TABLE IF EXISTS users;'], "const T = 'users';"],
    ["await queryRunner.query(SQL + ' CASCADE');", repeat, ['DROP TABLE IF EXISTS users CASCADE;'], "const SQL = 'DROP TABLE users';"],
    ["await queryRunner.query('DROP TABLE \"user\\u0073\"');", repeat, ['DROP TABLE IF EXISTS "users";']],
    [
      "for (const name of ['a', 'b']) await queryRunner.query(`CREATE TABLE ${name} (id int)`);",
      repeat,
      ['CREATE TABLE IF NOT EXISTS a (id int);', 'CREATE TABLE IF NOT EXISTS b (id int);'],
    ],
    [
      'await queryRunner.query(`ALTER TABLE ${T} ADD a int, ADD COLUMN "b" int`);',
      repeat,
      ['ALTER TABLE users ADD COLUMN IF NOT EXISTS a int;', 'ALTER TABLE users ADD COLUMN IF NOT EXISTS "b" int;'],
      "const T = 'users';",
    ],
    [
      'await queryRunner.query(SQL);',
      repeat,
      ['ALTER TABLE app.users ADD COLUMN IF NOT EXISTS a int;', 'ALTER TABLE app.users DROP COLUMN IF EXISTS c;'],
      "const SQL = ['ALTER TABLE app.users ADD a int, DROP c'].join(';');",
    ],
    [
      "for (const name of ['a', 'b']) await queryRunner.query(`DROP VIEW ${name} CASCADE`);",
      'no-drop-cascade',
      ['DROP VIEW a;', 'DROP VIEW b;'],
    ],
    [
      'await queryRunner.query(`ALTER TABLE users ALTER ${C} TYPE text USING upper(${C})`);',
      'no-lossy-type-change',
      [
        'ALTER TABLE users ADD COLUMN name_new text;\nUPDATE users SET name_new = upper(name);\n' +
          'ALTER TABLE users RENAME COLUMN name TO name_deprecated;\nALTER TABLE users RENAME COLUMN name_new TO name;',
      ],
      "const C = 'name';",
    ],
  ])('%s', (body, rule, expected, before) => {
    expect(advice(script(body, before), rule)).toEqual(expected);
  }); // prettier-ignore
});

/** What a baseline would hold of a script: words and fingerprints. */
function known(text: string) {
  const findings = findingsOf(text, 'no-drop-table');
  return entriesFor({ kind: 'linted', path: 'x.ts', text, findings }, false);
}

const loop = (list: string) => script('for (const t of tables) await queryRunner.query(`DROP TABLE ${t}`);', `const tables = ${list};`); // prettier-ignore

describe('what a baseline knows of a script', () => {
  test('each thing of a loop is known by itself, wherever it stands in the list', () => {
    const [before, after] = [known(loop("['a', 'b']")), known(loop("['c', 'b', 'a']"))];
    expect(before.map(({ words }) => words)).toEqual(['DROP TABLE a', 'DROP TABLE b']);
    expect(after.map(({ words }) => words)).toEqual(['DROP TABLE a', 'DROP TABLE b', 'DROP TABLE c']);
    const [a, b] = before.map(({ fingerprint }) => fingerprint);
    expect(after.map(({ fingerprint }) => fingerprint)).toEqual([a, b, expect.not.stringMatching(`${a}|${b}`)]);
  });

  test('the same call is another when its constant changes, and the same when only its quotes do', () => {
    const of = (sql: string, constant: string) => known(script(`await queryRunner.query(${sql});`, constant))[0];
    const one = of('`DROP TABLE ${T}`', "const T = 'users';");
    expect(of('`DROP TABLE ${T}`', "const T = 'orders';")?.fingerprint).not.toBe(one?.fingerprint);
    expect(of("'DROP TABLE users'", '')?.fingerprint).toBe(one?.fingerprint);
  });

  test('equal calls are told apart by their order', () => {
    const text = script("await queryRunner.query('DROP TABLE a'); await queryRunner.query('DROP TABLE a');");
    const findings = findingsOf(text, 'no-drop-table');
    const prints = fingerprints({ kind: 'linted', path: 'x.ts', text, findings });
    expect(new Set(findings.map((finding) => prints.get(finding))).size).toBe(2);
  });
});
