import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { detect } from '../src/migration/detect.ts';
import { read } from '../src/migration/read.ts';
import { comments, type Draft } from '../src/new/draft.ts';
import { scriptLayouts } from '../src/new/script-layouts.ts';
import { sqlTemplate, sqlTemplateFor, typescriptTemplate } from '../src/new/template.ts';
import { frameworkOf } from '../src/project/framework.ts';
import { kindOf, type FrameworkName, type Language } from '../src/project/framework-kinds.ts';
import { filledIn, findings, freshProjects, make, memory, names, textsOf } from './new-projects.ts';

const verbs = [
  'add rank_image to users',
  'add rank_image and note to app."User Ranks"',
  'add total numeric(10,2) to orders',
  'create table orders',
  'drop column email from users',
  'drop table app.users',
  'add index on users(email)',
  'add unique index on app.users(email, name)',
  'rename email to mail in users',
  'rename table users to people',
  'set not null on users.email',
  'add foreign key on orders(user_id) references users(id)',
  'look after the customers',
];

/** Enough to see what differs in JavaScript. */
const someVerbs = verbs.filter((words) => /rank_image to|drop column|unique|look/.test(words));

const inLanguage = (name: FrameworkName, language: Language) => ({ ...frameworkOf(name), language });
const speaks = (name: FrameworkName, language: Language) => kindOf(name).languages.includes(language);

/** Nothing in their files tells them when they are alone. */
const silent: readonly FrameworkName[] = ['postgres-migrations', 'slonik'];

describe.each(names.filter((name) => speaks(name, 'sql')))('%s in SQL', (name) => {
  const framework = inLanguage(name, 'sql');

  test.each(verbs)('%s', (words) => {
    const made = make(name, words, { framework });
    const open = { ...freshProjects[name], ...textsOf(made) };
    const filled = Object.fromEntries(Object.entries(open).map(([path, text]) => [path, filledIn(text)]));
    const paths = made.files.map(({ path }) => path);
    const [path = ''] = paths;
    const text = filled[path] ?? '';
    expect(findings(filled, paths)).toEqual([]);
    expect(detect({ path, text }, memory(filled))).toBe(
      silent.includes(name) && !text.includes('disable-transaction') ? 'plain' : name,
    );
    // What must not run in a transaction is in a file that says so.
    const { sections } = read({ path, text }, memory(filled), { adapter: null, postgres: 15 });
    const isTransaction = sections.some(({ transaction }) => transaction);
    expect(/^CREATE (?:UNIQUE )?INDEX CONCURRENTLY/m.test(text) && isTransaction).toBe(false);
  });

  test.each(['add rank_image to users', 'create table orders', 'look after the customers'])(
    '%s: nobody runs what is not filled in',
    (words) => {
      const made = make(name, words, { framework });
      const [path = ''] = made.files.map((file) => file.path);
      const found = findings({ ...freshProjects[name], ...textsOf(made) }, [path], 'recommended');
      expect(found.map((finding) => finding.split(': ')[1])).toContain('unparseable-sql');
    },
  );

  test('the template is no SQL before it is filled in', () => {
    const path = `${frameworkOf(name).folder}/x.sql`;
    const found = findings({ [path]: sqlTemplateFor({ name }) }, [path]).map((finding) => finding.split(': ')[1]);
    expect(found).toEqual(expect.arrayContaining(['template-header', 'unparseable-sql']));
  });
});

/** The SQL inside the backticks of a program's functions, by the name of the function. */
function sqlIn(program: ts.SourceFile): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  const visit = (node: ts.Node, way: string): void => {
    if (ts.isNoSubstitutionTemplateLiteral(node)) (found[way] ??= []).push(node.text);
    ts.forEachChild(node, (child) => visit(child, wayOf(node) ?? way));
  };
  visit(program, '');
  return found;
}

function wayOf(node: ts.Node): string | null {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isVariableDeclaration(node))
    return node.name?.getText() ?? null;
  return ts.isBinaryExpression(node) && ts.isPropertyAccessExpression(node.left) ? node.left.name.text : null;
}

const parse = (text: string, path: string) => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
const faultsOf = (text: string, path: string) =>
  ts
    .transpileModule(text, { fileName: path, reportDiagnostics: true })
    .diagnostics?.map(({ messageText }) => messageText);

/** What each framework calls; see its documentation of migrations. */
const shapes: Readonly<Partial<Record<FrameworkName, Readonly<Record<'ts' | 'js' | 'esm', RegExp | null>>>>> = {
  'typeorm': { ts: /^export class \w+\d{13} implements MigrationInterface \{$/m, js: /^module\.exports = class \w+\d{13} \{$/m, esm: /^export class \w+\d{13} \{$/m },
  'knex': { ts: /^export async function up\(knex: Knex\): Promise<void> \{$/m, js: /^exports\.up = async \(knex\) => \{$/m, esm: /^export async function up\(knex\) \{$/m },
  'kysely': { ts: /^export async function up\(db: Kysely<unknown>\): Promise<void> \{$/m, js: /^exports\.up = async \(db\) => \{$/m, esm: /^export async function up\(db\) \{$/m },
  'sequelize': { ts: /^export async function up\(queryInterface: QueryInterface\): Promise<void> \{$/m, js: /^module\.exports = \{\n {2}async up\(queryInterface\) \{$/m, esm: /^module\.exports = \{$/m },
  'umzug': { ts: /^export const up: MigrationFn<QueryInterface> = async \(\{ context \}\) => \{$/m, js: /^exports\.up = async \(\{ context \}\) => \{$/m, esm: /^export async function up\(\{ context \}\) \{$/m },
  'node-pg-migrate': { ts: /^export async function up\(pgm: MigrationBuilder\): Promise<void> \{$/m, js: /^exports\.up = async \(pgm\) => \{$/m, esm: /^export async function up\(pgm\) \{$/m },
  'mikro-orm': { ts: /^export class Migration\d{14}\w* extends Migration \{\n {2}override async up\(\)/m, js: /^exports\.(Migration\d{14}_\w+) = class \1 extends Migration \{$/m, esm: /^export class Migration\d{14}_\w+ extends Migration \{$/m },
  'db-migrate': { ts: null, js: /^exports\.up = async \(db\) => \{$/m, esm: /^exports\._meta = \{ version: 1 \};$/m },
  'slonik': { ts: /^export const up: Migration = async \(\{ slonik, sql \}\) => \{$/m, js: /^exports\.up = async \(\{ slonik, sql \}\) => \{$/m, esm: /^export async function up\(\{ slonik, sql \}\) \{$/m },
}; // prettier-ignore

const projects = { ts: {}, js: { 'package.json': '{}' }, esm: { 'package.json': '{ "type": "module" }' } };

describe.each(Object.keys(scriptLayouts) as FrameworkName[])('%s in a program', (name) => {
  const flavours = (['ts', 'js', 'esm'] as const).filter((flavour) => shapes[name]?.[flavour]);

  test.each(flavours.flatMap((flavour) => (flavour === 'ts' ? verbs : someVerbs).map((words) => [flavour, words] as const)))('%s: %s', (flavour, words) => {
    const framework = inLanguage(name, flavour === 'ts' ? 'ts' : 'js');
    const { files, draft } = make(name, words, { framework, texts: projects[flavour] });
    const [{ path, text } = { path: '', text: '' }, ...others] = files;
    expect(others).toEqual([]);
    expect(faultsOf(text, path)).toEqual([]);
    expect(text).toMatch(shapes[name]?.[flavour] ?? /$^/);
    const { up = [], down = [] } = sqlIn(parse(filledIn(text), path));
    expect(lintedAsSql(draft, up, down)).toEqual([]);
    expect(up.map((sql) => `${sql};`.replaceAll(/\n\s*/g, ' '))).toEqual(draft.change.up.map(({ sql }) => filledIn(sql).replaceAll(/\n\s*/g, ' ')));
  }); // prettier-ignore

  test('the template is a program', () => {
    if (!shapes[name]?.ts) return expect(typescriptTemplate({ name })).toContain("'use strict'");
    const template = typescriptTemplate({ name });
    expect(faultsOf(template, 'x.ts')).toEqual([]);
    expect(template).toMatch(shapes[name].ts);
    const { up, down } = sqlIn(parse(template, 'x.ts'));
    expect([up, down]).toEqual([['<SQL that makes the change>'], ['<SQL that undoes it>']]);
  });
});

/** What strict finds in the same statements as an SQL migration, with its way back beside it. */
function lintedAsSql(draft: Draft, up: readonly string[], down: readonly string[]): readonly string[] {
  const path = 'migrations/20260131_123456_x.sql';
  const header = filledIn(comments(draft.header)).replace(/^-- Migration: .*/m, '-- Migration: x');
  const sql = (statements: readonly string[]) => statements.map((statement) => `${statement};\n`).join('');
  const texts = { [path]: `${header}\n${sql(up)}`, [path.replace('.sql', '.down.sql')]: sql(down) };
  return findings(texts, Object.keys(texts));
}

test('the template of plain SQL says what to fill in, and holds the header that the rule asks for', () => {
  expect(sqlTemplate.split('\n').slice(0, 6)).toEqual([
    '-- Migration: <the name of the file, without extension>',
    '-- Description: <what changes, and why>',
    '-- Author: <your name>',
    '-- Date: YYYY-MM-DD',
    '-- Affects: <tables and columns>',
    '-- Rollback: <how to undo it>',
  ]);
  const path = 'migrations/20260131_123456_x.sql';
  expect(findings({ [path]: sqlTemplate }, [path]).map((finding) => finding.split(': ')[1])).toEqual([
    'template-header',
    'unparseable-sql',
    'require-down-migration',
  ]);
});
