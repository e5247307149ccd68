import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guard, type Run } from './cli.ts';
import { project } from './project.ts';

const config = JSON.stringify({
  migrations: ['db/**/*.{sql,js}'],
  rules: { 'template-header': 'off', 'require-down-migration': 'off', 'migration-filename': 'off' },
});

const create = 'CREATE TABLE a (id int);\n';
const fixed = 'CREATE TABLE IF NOT EXISTS a (id int);\n';

/** A project with the given migrations in `db/`. */
function migrations(files: Readonly<Record<string, string | Uint8Array>>): string {
  const inFolder = Object.entries(files).map(([name, content]) => [`db/${name}`, content] as const);
  return project({ '.farout-guardrc.json': config, ...Object.fromEntries(inFolder) });
}

const read = (root: string, name: string) => readFileSync(join(root, 'db', name), 'utf8');

function git(root: string, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'core.autocrlf=false', '-c', 'core.hooksPath=/dev/null'];
  execFileSync('git', [...who, ...args], { cwd: root, stdio: 'ignore' });
} // prettier-ignore

const told = ({ code, stderr }: Run) => ({ code, stderr });

interface FileReport {
  readonly path: string;
  readonly output?: string;
  readonly fixableErrorCount: number;
  readonly errorCount: number;
  readonly messages: readonly {
    readonly ruleId: string;
    readonly fix?: { readonly range: readonly [number, number]; readonly text: string };
    readonly suggestions?: readonly { readonly desc: string }[];
  }[];
}

const reportOf = ({ stdout }: Run) => JSON.parse(stdout) as readonly FileReport[];

describe('lint --fix', () => {
  test('writes what can be mended, and reports what remains', () => {
    const root = migrations({
      '1.sql': `${create}DROP TABLE b;\n`,
      '2.js': "exports.up = (knex) => knex.raw('DROP VIEW c');\n",
      '3.sql': 'SELECT 1;\n',
    });
    const run = guard(['lint', '--fix', '--format', 'compact'], { cwd: root });
    expect(told(run)).toEqual({ code: 1, stderr: 'farout-guard: 3 fixes in 2 files\n' });
    expect(run.stdout.match(/\(([a-z-]+)\)$/gm)).toEqual(['(no-drop-table)']);
    expect([read(root, '1.sql'), read(root, '2.js'), read(root, '3.sql')]).toEqual([
      `${fixed}DROP TABLE IF EXISTS b;\n`,
      "exports.up = (knex) => knex.raw('DROP VIEW IF EXISTS c');\n",
      'SELECT 1;\n',
    ]);
    expect(told(guard(['lint', '--fix'], { cwd: root }))).toEqual({ code: 1, stderr: '' });
  });

  test('keeps line ends, encodings and permissions', () => {
    const text = `-- ü\r\n${create.replace('\n', '\r\n')}`;
    const wide = (sql: string) => Buffer.from(`\ufeff${sql}`, 'utf16le');
    const old = (sql: string) => Buffer.from(sql, 'latin1');
    const root = migrations({ 'mark.sql': `\ufeff${text}`, 'wide.sql': wide(text), 'old.sql': old(text) });
    chmodSync(join(root, 'db/wide.sql'), 0o750);
    const run = guard(['lint', '--fix'], { cwd: root });
    expect(told(run)).toEqual({ code: 0, stderr: 'farout-guard: 3 fixes in 3 files\n' });
    const wanted = text.replace('TABLE a', 'TABLE IF NOT EXISTS a');
    const bytes = (name: string) => readFileSync(join(root, 'db', name)).toString('hex');
    expect([bytes('mark.sql'), bytes('wide.sql'), bytes('old.sql')]).toEqual(
      [Buffer.from(`\ufeff${wanted}`), wide(wanted), old(wanted)].map((each) => each.toString('hex')),
    );
    expect(statSync(join(root, 'db/wide.sql')).mode & 0o777).toBe(0o750);
  });

  test('does not touch what it could not write back exactly', () => {
    const broken = Buffer.concat([Buffer.from(`\ufeff${create}-- `), Buffer.from([0xfc, 0x0a])]);
    const root = migrations({ 'broken.sql': broken, 'locked.sql': create });
    chmodSync(join(root, 'db/locked.sql'), 0o440);
    mkdirSync(join(root, 'other'));
    writeFileSync(join(root, 'other/real.sql'), create);
    symlinkSync('../other/real.sql', join(root, 'db/link.sql'));
    const run = guard(['lint', '--fix'], { cwd: root });
    expect(run.code).toBe(1);
    expect(run.stderr.split('\n').sort()).toEqual([
      '',
      'farout-guard: db/broken.sql is not fixed: its encoding cannot be kept byte by byte',
      'farout-guard: db/link.sql is not fixed: a symbolic link leads to it',
      'farout-guard: db/locked.sql is not fixed: it is read-only',
    ]);
    expect(readFileSync(join(root, 'db/broken.sql')).equals(broken)).toBe(true);
    expect([read(root, 'locked.sql'), readFileSync(join(root, 'other/real.sql'), 'utf8')]).toEqual([create, create]);
  });

  test('leaves what the base branch has as it is', () => {
    const root = migrations({ '1.sql': create, '2.sql': create });
    git(root, 'init', '-q', '-b', 'main');
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'x');
    writeFileSync(join(root, 'db/3.sql'), create);
    const run = guard(['lint', '--fix'], { cwd: root });
    expect(told(run)).toEqual({
      code: 1,
      stderr: 'farout-guard: 2 files that the base branch has are not fixed: databases may have run them\nfarout-guard: 1 fix in 1 file\n',
    });
    expect([read(root, '1.sql'), read(root, '2.sql'), read(root, '3.sql')]).toEqual([create, create, fixed]);
  }); // prettier-ignore

  test('works on several threads', () => {
    const names = Array.from({ length: 12 }, (_, index) => `${index}.sql`);
    const root = migrations(Object.fromEntries(names.map((name) => [name, create])));
    const run = guard(['lint', '--fix', '--concurrency', '3'], { cwd: root });
    expect(told(run)).toEqual({ code: 0, stderr: 'farout-guard: 12 fixes in 12 files\n' });
    expect(names.map((name) => read(root, name))).toEqual(names.map(() => fixed));
  });

  test('leaves out a fix that would bring something worse', () => {
    const text = 'CREATE TABLE a (id int);\nDELETE FROM a;\nCREATE TABLE b (id int);\n';
    const root = migrations({ '1.sql': text });
    const run = guard(['lint', '--fix', '--format', 'compact'], { cwd: root });
    expect(told(run)).toEqual({ code: 1, stderr: 'farout-guard: 1 fix in 1 file\n' });
    expect(run.stdout.match(/\(([a-z-]+)\)$/gm)).toEqual(['(require-idempotent-guard)']);
    expect(read(root, '1.sql')).toBe(
      'CREATE TABLE a (id int);\nDELETE FROM a;\nCREATE TABLE IF NOT EXISTS b (id int);\n',
    );
  });
});

describe('lint --fix-dry-run', () => {
  test('reports as after --fix, gives the text, and writes nothing', () => {
    const root = migrations({ '1.sql': create, '2.sql': 'SELECT 1;\n' });
    const run = guard(['lint', '--fix-dry-run', '--format', 'json'], { cwd: root });
    expect(told(run)).toEqual({ code: 0, stderr: 'farout-guard: 1 fix in 1 file, not written\n' });
    const files = reportOf(run).map(({ path, output = null, errorCount }) => ({ path, output, errorCount }));
    expect(files).toEqual([
      { path: 'db/1.sql', output: fixed, errorCount: 0 },
      { path: 'db/2.sql', output: null, errorCount: 0 },
    ]);
    expect(read(root, '1.sql')).toBe(create);
  });

  test('fixes standard input', () => {
    const root = migrations({});
    const args = ['lint', '--fix-dry-run', '--format', 'json', '--stdin', '--stdin-filename', 'db/1.sql'];
    const run = guard(args, { cwd: root, input: create });
    expect([run.code, reportOf(run).map(({ output }) => output)]).toEqual([0, [fixed]]);
  });
});

test('the json report of a run that fixes shows the suggestions that are left', () => {
  const root = migrations({ '1.sql': `${create}DROP TABLE IF EXISTS b;\n` });
  const run = guard(['lint', '--fix-dry-run', '--format', 'json'], { cwd: root });
  const [file] = reportOf(run);
  expect(file && { errors: file.errorCount, fixable: file.fixableErrorCount }).toEqual({ errors: 1, fixable: 0 });
  const shown = file?.messages.map(({ ruleId, suggestions = [] }) => [ruleId, suggestions.map(({ desc }) => desc)]);
  expect(shown).toEqual([
    ['no-drop-table', ['Rename the table instead of dropping', 'Permit this statement; a person fills in the reason']],
  ]);
  writeFileSync(join(root, 'report.json'), run.stdout);
  const merged = guard(['merge-reports', 'report.json', '--format', 'json'], { cwd: root });
  expect(reportOf(merged)[0]?.messages).toEqual(file?.messages);
});

test.each([
  [['--fix', '--staged'], '--fix and --staged do not go together: leave out one'],
  [['--fix', '--diff', 'a...b'], '--fix and --diff do not go together: leave out one'],
  [['--fix-dry-run', '--since', 'HEAD'], '--fix-dry-run and --since do not go together: leave out one'],
  [['--fix', '--update-baseline'], '--fix and --update-baseline do not go together: leave out one'],
  [['--fix', '--cache'], '--fix and --cache do not go together: leave out one'],
  [['--fix', '--fix-dry-run'], '--fix and --fix-dry-run do not go together: leave out one'],
  [['--fix', '--stdin'], '--fix has no file to write to with --stdin: --fix-dry-run --format json gives the text'],
])('%j is refused', (args, message) => {
  const root = migrations({ '1.sql': create });
  expect(told(guard(['lint', ...args], { cwd: root }))).toEqual({ code: 2, stderr: `farout-guard: ${message}\n` });
  expect(read(root, '1.sql')).toBe(create);
});
