import { expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import { lintSource } from '../src/lint.ts';
import { parse } from '../src/script/parse.ts';
import { scriptReader } from '../src/script/read-script.ts';
import type { Finding, SourceFile } from '../src/types.ts';
import { filesInMemory } from './fixture.ts';

const knex = [
  "await knex.schema.dropTable('users');",
  "await knex.schema.withSchema('app').dropTableIfExists('Users');",
  "await knex.schema.alterTable('users', (table) => table.dropColumns('age', 'Name'));",
  "await knex.schema.dropSchema('app', true);",
  "await knex.schema.alterTable('users', (table) => table.smallint('age').alter());",
  "await knex('users').del();",
  "await knex('users').where({}).update({ active: false });",
  "await knex('users').truncate();",
  "const all = ['a', 'b'];\n  for (const name of all) await knex.raw(`TRUNCATE ${name} CASCADE`);",
  "const type = 'varchar(10)';\n  await knex.raw(`ALTER TABLE users ALTER name TYPE ${type}\\n  USING upper(name)`);",
  "await knex.raw('DROP VIEW ?? CASCADE', ['report']);",
  "await knex.raw('CREATE TABEL users (id int)');",
  'await knex.raw(process.env.SQL);',
  'await knex.raw(`ALTER TABLE users ${process.env.ACTION}`);',
  "await knex.raw(`ALTER TABLE users ${require('@shop/migrations').actionFor('users', 'since the new sign-up')}`);",
  'await knex.raw(`UPDATE users SET age = ${process.env.AGE} WHERE id = 7`);',
  "await knex.raw(`UPDATE users SET name = '${process.env.NAME}' WHERE id = 7`);",
  "const name = process.env.NAME;\n  await knex.raw(`UPDATE users SET name = '${name}' WHERE id = 7`);",
  'await knex.raw(`ALTER TABLE users ALTER age SET DEFAULT ${process.env.AGE}`);',
  'await knex.raw(`CREATE INDEX ${process.env.INDEX} ON users (age)`);',
  'await knex.raw(`INSERT INTO users SELECT * FROM people ${process.env.FILTER}`);',
  "await require('@shop/migrations').cleanUp(knex);",
];
const active = [
  'unparseable-sql',
  'unverifiable-sql',
  'no-unsafe-sql',
  ...Object.keys(rules).filter((name) => rules[name]?.level === 3),
];

function findingsFor(text: string, path: string, more: Partial<SourceFile> = {}): readonly Finding[] {
  const config = {
    rules: active.map((name) => ({ name, severity: 'error' as const, options: rules[name]?.defaults ?? {} })),
    adapter: path.endsWith('.sql') ? 'plain' : 'knex',
    postgres: 15,
    approvals: defaultApprovals,
  };
  return lintSource({ path, text, ...more }, filesInMemory([]), config, { scripts: scriptReader(parse) }).findings;
}

const inScript = (body: string) =>
  findingsFor(`exports.up = async (knex) => {\n  ${body}\n};\n`, '20240131120000_x.js');

test('messages in scripts say what is wrong and show the safe way with the real names', async () => {
  const shown = knex.map((body) => {
    const messages = inScript(body).map(({ rule, message }) => `[${rule}] ${message}`);
    return `>>> ${body}\n${messages.join('\n')}\n`;
  });
  await expect(shown.join('\n')).toMatchFileSnapshot('script-messages.txt');
});

test.each(knex)('the safe way instead of %j is SQL that no rule objects to, or a comment', (body) => {
  const found = inScript(body);
  expect(found.length).toBeGreaterThan(0);
  // What only a person knows stands as `…`; a condition on a column is a value, too.
  const advice = found.map(({ message }) => message.replace(/^.*\n?/, '').replace(/^\/\/.*$/gm, '').replaceAll('…', 'id = 7')); // prettier-ignore
  expect(advice.flatMap((sql) => findingsFor(sql, 'a.sql'))).toEqual([]);
});

test('messages about a whole script name what to mend', () => {
  const unreadable = { subject: 'unreadable file', problem: 'binary file' } as const;
  const found = [
    findingsFor('export class A { async up(queryRunner) { await queryRunner.query("DROP TABLE a"); } }', '1_a.ts'),
    findingsFor('', '1_a.js', unreadable),
    findingsFor('exports.up = (knex) => {', '1_a.js'),
  ];
  expect(found.flat().map(({ message }) => message)).toEqual([
    'It is not knex, which the configuration names, that runs this file, so nobody can tell from here what it destroys.\n' +
      '// Say in the configuration which framework does, such as "adapter": "knex"; if none does, name the file in "ignore".',
    'This file cannot be judged (binary file), and nobody should run what nobody can read.\n' +
      '// Commit the script itself as text; of git-lfs: git lfs pull, or git lfs untrack for migrations.',
    'This file cannot be read as a script (Expected `}` but found `EOF`), so nobody can tell from here what it destroys.\n' +
      '// Mend it, or write its SQL out; if it is no migration, name the file in "ignore".',
  ]);
});
