import { describe, expect, it } from 'vitest';
import { parse } from '../src/script/parse.ts';
import { runScript } from '../src/script/run-script.ts';
import { textValue } from '../src/script/string-text.ts';
import type { Sent } from '../src/script/machine.ts';
import { filesInMemory } from './fixture.ts';

const path = 'db/migrations/1700000000000-x.ts';
const memory = (texts: Readonly<Record<string, string>>) =>
  filesInMemory(Object.entries(texts).map(([each, text]) => ({ path: each, text })));

/** What a script sends, one line each: its conditions in brackets, then the SQL or what nobody can tell. */
function sent(text: string, files: Readonly<Record<string, string>> = {}, direction: 'up' | 'down' = 'up'): readonly string[] {
  const run = runScript({ path, text }, memory({ [path]: text, ...files }), 'typeorm', parse);
  return (run[direction] ?? []).map(show);
} // prettier-ignore

function show({ text, conditions, unverifiable }: Sent): string {
  const guards = conditions.map(({ tests, literals }) => [tests, ...literals].join(' ')).join(', ');
  const sql = unverifiable ? `? ${unverifiable.what}` : textValue(typeof text === 'function' ? (text() ?? []) : text);
  return `${guards === '' ? '' : `[${guards}] `}${sql}`;
}

/** A TypeORM migration whose `up` has this body; what stands before a line of dashes is at the top level. */
function migration(code: string): string {
  const [top, body] = code.includes('\n---\n') ? code.split('\n---\n') : ['', code];
  return `import { MigrationInterface, QueryRunner } from 'typeorm';\n${top}\nexport class X1700000000000 implements MigrationInterface {\n async up(q: QueryRunner) {\n${body}\n }\n async down(q: QueryRunner) {}\n}\n`;
}

const cases: readonly (readonly [title: string, code: string, expected: readonly string[]])[] = [
  ['a literal', `await q.query('A');`, ['A']],
  ['an alias', `const r = q; const again = r; await again.query('A');`, ['A']],
  ['a method that is taken', `const { query } = q; await query('A'); const f = q.query.bind(q); await f('B');`, ['A', 'B']],
  ['the same name on another object', `const cache = new Map(); cache.clear(); other.query('x'); list.delete('y'); q.query('A');`, ['A']],
  ['concatenation and constants', `const T = 'users';\n---\nconst s = 'drop ' + 'table ' + T; await q.query(s + ';');`, ['drop table users;']],
  ['a template in a template', "const a = `x${1 + 1}`; await q.query(`A ${a} ${`b${a}`}`);", ['A x2 bx2']],
  ['join', `await q.query(['A', 'B'].join('\\n'));`, ['A\nB']],
  ['a tag that nobody knows', 'await q.query(dedent`A ${T}`);', ['A ${T}']],
  ['String.raw', 'await q.query(String.raw`A \\n`);', ['A \\n']],
  ['let and +=', `let s = 'A'; s += ' B'; if (x) s += ' C'; await q.query(s);`, ['[other] A B C', '[other] A B']],
  ['a conditional', `await q.query(x ? 'A' : 'B');`, ['[other] A', '[other] B']],
  ['if and else', `if (x) await q.query('A'); else await q.query('B'); await q.query('C');`, ['[other] A', '[other] B', 'C']],
  ['an early return', `if (x) return; await q.query('A');`, ['[other] A']],
  ['an early return in a loop ends with the turn', `for (const a of ['A', 'B']) { if (x) continue; await q.query(a); } await q.query('C');`, ['[other] A', '[other] B', 'C']],
  ['short circuits', `x && (await q.query('A')); y || (await q.query('B'));`, ['[other] A', '[other] B']],
  ['a known list', `for (const t of ['a', 'b']) await q.query('drop ' + t);`, ['drop a', 'drop b']],
  ['an unknown list', `for (const t of tables) await q.query('drop ' + t);`, ['drop ${t}']],
  ['forEach, map, reduce', `['A'].forEach((s) => q.query(s)); await Promise.all(['B'].map(async (s) => q.query(s))); await ['C', 'D'].reduce((p, s) => p.then(() => q.query(s)), Promise.resolve());`, ['A', 'B', 'C', 'D']],
  ['entries', `for (const [k, v] of Object.entries({ a: 'b' })) await q.query(k + v); for (const k in { c: 1 }) await q.query(k);`, ['ab', 'c']],
  ['counting', `for (let i = 0; i < 2; i++) await q.query('p' + i);`, ['p0', 'p1']],
  ['an array that grows', `const all = []; all.push('A'); all.push('B'); for (const s of all) await q.query(s);`, ['A', 'B']],
  ['a helper of the file', `async function help(r) { await r.query('A'); }\nconst other = (r, s) => r.query(s);\n---\nawait help(q); await other(q, 'B');`, ['A', 'B']],
  ['a helper that returns SQL', "const drop = (t) => `drop ${t}`;\n---\nawait q.query(drop('a'));", ['drop a']],
  ['default and rest parameters', `const f = (r, s = 'A', ...more) => { r.query(s); more.forEach((m) => r.query(m)); };\n---\nf(q); f(q, 'B', 'C', 'D');`, ['A', 'B', 'C', 'D']],
  ['a helper that nobody can read', `import { help } from 'elsewhere';\n---\nawait help(q); await help({ deep: [q] }); await help('q');`, ['? help(q)', '? help({ deep: [q] })']],
  ['a function that an unknown one calls', `import { lock } from 'elsewhere';\n---\nawait lock(async () => { await q.query('A'); });`, ['A']],
  ['promises', `return q.query('A').then(() => q.query('B')).catch(() => {}).finally(() => q.query('C'));`, ['A', 'B', 'C']],
  ['a function that is run at once', `await (async () => { await q.query('A'); })();`, ['A']],
  ['try, catch and finally', `try { await q.query('A'); } catch (e) { await q.query('B'); } finally { await q.query('C'); }`, ['A', '[other] B', 'C']],
  ['switch', `switch (x) { case 1: await q.query('A'); break; default: await q.query('B'); }`, ['[other] A', '[other] B']],
  ['an object of statements', `const sql = { a: 'A', b: { c: 'B' } };\n---\nawait q.query(sql.a); await q.query(sql.b.c); await q.query(sql['a']); await q.query(sql[x]);`, ['A', 'B', 'A', '? q.query(sql[x])']],
  ['static members', `class S { static A = 'A'; static b() { return 'B'; } }\n---\nawait q.query(S.A); await q.query(S.b());`, ['A', 'B']],
  ['spread', `const more = ['B', 'C'];\n---\nfor (const s of ['A', ...more]) await q.query(s);`, ['A', 'B', 'C']],
  ['casts and asserted types', `await (q as any)!.query(<string>'A' satisfies string);`, ['A']],
  ['optional calls', `await q?.query?.('A');`, ['A']],
  ['a string that is changed', `await q.query(' A '.trim()); await q.query('a'.toUpperCase()); await q.query('xAx'.replace('x', '').replace(/x$/, '')); await q.query('A;B'.split(';')[1]);`, [' A ', 'A', 'A', 'B']],
  ['what cannot be known', `await q.query(text); await q.query(text());`, ['? q.query(text)', '? q.query(text())']],
  ['SQL for a client that nobody knows', `await pool.query('DROP TABLE users'); await pool.query('ping');`, ['DROP TABLE users']],
  ['a function that calls itself', `const f = (r, n) => { r.query('A'); f(r, n + 1); };\n---\nf(q, 0);`, ['A', 'A', '? f(r, n + 1)']],
  ['destructured parameters', `const f = ({ r, s: { t } }) => r.query(t);\n---\nf({ r: q, s: { t: 'A' } });`, ['A']],
  ['an enum', `enum T { users = 'users' }\n---\nawait q.query('drop ' + T.users);`, ['drop users']],
  ['a counter', `let i = 0; await q.query('p' + i++); await q.query('p' + i); await q.query('p' + --i);`, ['p0', 'p1', 'p0']],
  ['callbacks of what is not known', `tables.map((t) => q.query('drop ' + t.name));`, ['drop ${t.name}']],
  ['nothing that can be found', `await help(); await other.thing();`, ['? up()']],
  ['nothing to find', `console.log('x'); throw new Error('no');`, []],
  ['a variable of the function around', `const inner = () => q.query('A'); inner(); [1].forEach(inner);`, ['A', 'A']],
  ['a labelled block that is left', `if (x) a: { break a; } a: { if (x) break a; else break a; } await q.query('A');`, ['A']],
  ['static blocks and members', `class C { static { q.query('A'); } static b = q.query('B'); static get c() { return q.query('C'); } } C.c;`, ['A', 'B', 'C']],
  ['getters and setters', `const o = { get a() { return q.query('A'); }, set b(v) { q.query('B'); } }; await o.a; o.b = 1;`, ['A', 'B']],
  ['functions that are kept', `const m = new Map([['a', () => q.query('A')]]); await m.get('a')(); await [() => q.query('B')].pop()(); await series([() => q.query('C')]); ({ d: () => q.query('D') })[x]();`, ['B', 'A', 'C', 'D']],
  ['functions that are bound and given away', `process.nextTick(q.query.bind(q, 'A')); events.once('x', f.bind(null, q)); await q.query.call(q, 'C'); await q.query.apply(q, ['D']);\nfunction f(r) { r.query('B'); }`, ['A', 'B', 'C', 'D']],
  ['a connection that is kept', `new Map([['a', q]]); Object.assign({}, q); ({ ...q }).query('A'); new Old(q);\nfunction Old(r) {}`, ["? new Map([['a', q]])", '? Object.assign({}, q)', 'A', '? new Old(q)']],
  ['programs and code in strings', `const { execSync } = require('child_process');\n---\nexecSync('psql'); eval('q.x()'); new Function('q', 'q.x()')(q);`, ["? execSync('psql')", "? eval('q.x()')", "? new Function('q', 'q.x()')", "? new Function('q', 'q.x()')(q)"]],
  ['methods that destroy whatever they belong to', `const runner = await make(); await runner.dropTable('a'); await Source.synchronize(true); new Map().clear();`, ["? runner.dropTable('a')", '? Source.synchronize(true)']],
  ['a method of an unknown name', `const { [x]: f, ['que' + 'ry']: g } = q; await f('A'); await g('B'); await q[x]('C');`, ["? f('A')", 'B', "? q[x]('C')"]],
  ['a text that a loop may replace', `let s = 'A'; for (const y of ys) { await q.query(s); s = 'B'; }`, ['A', '[other] A', '[other] B']],
  ['a text that a callback, a case or a try may replace', `let s = 'A', t = 'A', u = 'A', v = 'A'; ys.forEach(() => { s = 'B'; }); switch (x) { case 1: t = 'B'; } try { u = 'B'; } catch {} x && (v = 'B'); await q.query(s); await q.query(t); await q.query(u); await q.query(v);`, ['[other] A', '[other] B', '[other] B', '[other] A', '[other] A', '[other] B', '[other] A', '[other] B']],
  ['a case that goes on into the next', `let s = 'A'; switch (x) { case 1: s = 'B'; default: await q.query(s); }`, ['[other] B', '[other] A']],
  ['a property that a branch may replace', `const o = { s: 'A' }; if (x) o.s = 'B'; await q.query(o.s);`, ['[other] A', '[other] B']],
  ['lists whose order is changed', `const a = ['A', 'B']; a.shift(); await q.query(a[0]); await q.query(['B', 'A'].sort()[0]); await q.query(['A', 'B'].filter((s) => s > x)[0]);`, ['[other] A', '[other] B', 'A', '[other] A', '[other] B']],
  ['an empty text or another', `await q.query('' || 'A');`, ['A']],
  ['the test of a loop', `for (; await q.query('A'); ) {}`, ['A']],
  ['a base class that nobody knows', `await this.query('DROP TABLE users');`, ['DROP TABLE users']],
  ['a list that is gone through by recursion', `const f = (r, [s, ...more]) => { r.query(s); f(r, more); };\n---\nf(q, ['A', 'B', 'C']);`, ['A', 'B', '? f(r, more)']],
]; // prettier-ignore

describe('what a script sends', () => {
  it.each(cases)('%s', (_, code, expected) => {
    expect(sent(migration(code))).toEqual(expected);
  });
});

describe('branches for other databases never run on PostgreSQL', () => {
  it.each([
    ['if', `if (q.connection.options.type === 'mysql') await q.query('A'); else await q.query('B');`, ['B']],
    ['not', `if (!(q.connection.options.type !== 'sqlite')) await q.query('A');`, []],
    ['an enum of another file', `if (q.connection.options.type === DatabaseType.betterSqlite3) return; await q.query('B');`, ['B']],
    ['what is no database', `if (q.connection.options.type === mode) await q.query('A');`, ['[other] A']],
    ['a list', `if (['mysql', 'mariadb'].includes(q.connection.options.type)) { await q.query('A'); return; } await q.query('B');`, ['B']],
    ['and, or', `const pg = q.connection.options.type === 'postgres'; if (pg && x) await q.query('A'); if (pg || x) await q.query('B'); await q.query(pg ? 'C' : 'D');`, ['[other] A', 'B', 'C']],
    ['switch', `switch (q.connection.options.type as T) { case T.sqlite: case T.betterSqlite3: await q.query('A'); break; case T.postgres: await q.query('B'); break; case T.mysql: await q.query('C'); break; default: throw Error(q); }`, ['B']],
    ['a member of that name of what is not known', `const names = load(); if (q.connection.options.type === names.mysql) await q.query('A');`, ['[other] A']],
    ['switch without ours', `switch (q.connection.options.type) { case 'sqlite': await q.query('A'); break; default: await q.query('B'); }`, ['[other] B']],
  ])('%s', (_, code, expected) => {
    expect(sent(migration(code))).toEqual(expected);
  }); // prettier-ignore
});

describe('other files', () => {
  const sql = 'db/migrations/x.sql';
  it.each([
    ['readFileSync and __dirname', `import fs from 'fs'; import path from 'path';\n---\nawait q.query(fs.readFileSync(path.join(__dirname, 'x.sql'), 'utf8').toString());`],
    ['readFileSync and import.meta.url', `import { readFileSync } from 'node:fs';\n---\nawait q.query(readFileSync(new URL('./x.sql', import.meta.url), 'utf8'));`],
    ['readFile of promises', `import { readFile } from 'fs/promises'; import { resolve } from 'node:path';\n---\nconst text = await readFile(resolve(__dirname, './x.sql'), { encoding: 'utf8' }); await q.query(text);`],
    ['require', `const { promises: fs } = require('fs');\n---\nawait q.query(String(await fs.readFile(require.resolve('./x.sql'))));`],
  ])('%s', (_, code) => {
    expect(sent(migration(code), { [sql]: 'DROP TABLE users' })).toEqual(['DROP TABLE users']);
    expect(sent(migration(code))).toEqual([expect.stringMatching(/^\? /)]);
  }); // prettier-ignore

  it.each([
    ['a way up from elsewhere', `export { up } from 'elsewhere';`, ['? This file']],
    ['all from elsewhere', `export * from 'elsewhere';`, ['? This file']],
    ['what an import runs', `import '../own';\nexport async function up(knex) { await knex.schema.raw('A'); }`, ['B', 'A']],
    ['a way up that is defined', `Object.defineProperty(exports, 'up', { get: () => (knex) => knex.schema.raw('A') });`, ['A']],
  ])('%s', (_, text, expected) => {
    const own = `import { Client } from 'pg';\nconst client = new Client(); await client.query('B');`;
    const run = runScript({ path, text }, memory({ [path]: text, 'db/own.ts': own }), null, parse);
    expect(run.up.map(show)).toEqual(expected);
  }); // prettier-ignore

  it('constants and helpers that are imported stand where they are used', () => {
    const helper = `export const T = 'users'; export async function drop(r, t) { await r.query('drop ' + t); }`;
    const code = `import { T, drop } from './helper';\n---\nawait drop(q, T); await q.query('truncate ' + T);`;
    const text = migration(code);
    const run = runScript({ path, text }, memory({ 'db/migrations/helper.ts': helper }), null, parse);
    expect(run.up.map(({ range }) => text.slice(...range))).toEqual(['drop(q, T)', "query('truncate ' + T)"]);
    expect(run.up.map(show)).toEqual(['drop users', 'truncate users']);
  });
});

it('of two functions that may be exported as up, both are judged', () => {
  const text = `const drops = (q) => q.query('A');\nexports.up = drops;\nif (process.env.X) exports.up = (q) => q.query('B');\nexports.down = (q) => {};`;
  const run = runScript({ path, text }, memory({}), 'pg', parse);
  expect(run.up.map(show)).toEqual(['A', 'B']);
});

describe('what goes beyond what is followed is reported', () => {
  const chain = (length: number) =>
    `${Array.from({ length }, (_, index) => `const f${index} = (r) => f${index + 1}(r);`).join('\n')}\nconst f${length} = (r) => r.query('DROP TABLE a');\n---\nf0(q);`;
  it.each([
    ['functions in functions', chain(60), ['? f40(r)']],
    ['not too many functions', chain(20), ['DROP TABLE a']],
    [
      'a function that counts',
      `const names = ['a', 'b', 'c'];\nconst f = (r, n) => { r.query('drop ' + names[n]); f(r, n + 1); };\n---\nf(q, 0);`,
      ['drop a', 'drop b', '? f(r, n + 1)'],
    ],
  ])('%s', (_, code, expected) => {
    const found = sent(migration(code));
    expect(found.map((each) => each.replace(/f\d+/, 'f40'))).toEqual(expected);
  });

  it.each(Array.from({ length: 12 }, (_, index) => index))('steps that are used up at any place (%i)', (more) => {
    const turns = 'for (const a of l) '.repeat(8);
    const code = `const l = [1, 2, 3, 4, 5, 6, 7, 8, 9];\nconst f = () => {};\n---\n${'f;'.repeat(more)} ${turns} f(f(f()));\nq.query('DROP TABLE a');`;
    expect(sent(migration(code))).toContain('? the rest of this script');
  });
});

describe('hostile scripts', () => {
  it.each([
    ['loops in loops', `const a = Array.from({ length: 3 }); const l = [1,2,3,4,5,6,7,8,9,10];\n---\n${'for (const x of l) '.repeat(9)} await q.query('A' + x);`],
    ['an endless recursion of two', `const f = () => g(), g = () => f();\n---\nf(); await q.query('A');`],
    ['deep nesting', `await q.query(${'('.repeat(500)}'A'${')'.repeat(500)});`],
    ['a sum that is too long', `await q.query(${"'A' + ".repeat(30000)}'B');`],
    ['a long sum', `await q.query(${"'A' + ".repeat(3000)}'B');`],
    ['two files that import each other', `import { a } from './a';\n---\nawait q.query('A' + a);`],
  ])('%s', (_, code) => {
    const started = performance.now();
    const found = sent(migration(code), { 'db/migrations/a.ts': `import { b } from './b'; export const a = b;`, 'db/migrations/b.ts': `import { a } from './a'; export const b = a;` });
    expect(found.length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(5000);
  }); // prettier-ignore
});
