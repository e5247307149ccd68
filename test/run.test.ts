import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call, config, places, reports, shop, type Run } from './cli.ts';
import { project } from './project.ts';

const migrations = 'db/migrations';
const dropped = `${migrations}/20240212101500_drop_legacy_carts.up.sql`;
const approved = `${migrations}/20240301080000_clear_sessions.up.sql`;
const warned = `${migrations}/20240315120000_add_currency.up.sql`;
const clean = `${migrations}/20240110090000_create_customers.up.sql`;

describe('exit codes', () => {
  const cases: [title: string, args: string[], code: number][] = [
    ['an error blocks', [dropped], 1],
    ['a clean file does not', [clean], 0],
    ['a warning does not', [warned], 0],
    ['an approved finding does not', [approved], 0],
    ['the project as a whole', [], 1],
    ['as many warnings as are allowed', [warned, '--max-warnings', '1'], 0],
    ['more warnings than are allowed', [warned, '--max-warnings', '0'], 1],
    ['more warnings than are allowed, not shown', [warned, '--max-warnings', '0', '--quiet'], 1],
    ['a rule made an error', [warned, '--rule', 'template-header:error'], 1],
    ['a rule made a warning', [dropped, '--rule', 'no-drop-table:warn'], 0],
    ['a rule switched off', [dropped, '--rule', 'no-drop-table : off'], 0],
    [
      'a rule set twice: the last one counts',
      [dropped, '--rule', 'no-drop-table:off', '--rule=no-drop-table:error'],
      1,
    ],
    ['a file that is not there', ['nowhere.sql'], 2],
    ['a glob that matches nothing', ['nowhere/*.sql'], 2],
    ['a glob that matches nothing beside one that does', [clean, 'nowhere/*.sql'], 2],
    ['a glob that matches nothing, permitted', ['nowhere/*.sql', '--allow-empty'], 0],
    ['a configuration that is not there', ['--config', 'nowhere.json'], 2],
  ];
  it.each(cases)('%s', async (_, args, code) => {
    expect((await call(['lint', ...args], { cwd: shop })).code).toBe(code);
  });
});

describe('what cannot run', () => {
  const cases: [title: string, args: string[], message: string][] = [
    ['a mistyped command', ['lnit'], 'unknown command lnit. Did you mean "lint"? See farout-guard --help.'],
    [
      'a mistyped option of the program',
      ['--hepl'],
      'unknown option --hepl. Did you mean "--help"? See farout-guard --help.',
    ],
    [
      'a mistyped option',
      ['lint', '--formt', 'json'],
      'unknown option --formt. Did you mean "--format"? See farout-guard lint --help.',
    ],
    ['an unknown letter', ['lint', '-x'], 'unknown option -x. See farout-guard lint --help.'],
    ['a switch with a value', ['lint', '--quiet=yes'], '--quiet takes no value: it was given "yes"'],
    ['an option without its value', ['lint', '--config'], '--config needs a value: --config <file>'],
    ['an option in place of a value', ['lint', '--config', '--quiet'], '--config needs a value: --config <file>'],
    [
      'an unknown format',
      ['lint', '-f', 'jsn'],
      '--format jsn: must be one of stylish, compact, json, github, sarif, gitlab, junit, checkstyle, markdown. Did you mean "json"?',
    ],
    [
      'a number that is none',
      ['lint', '--max-warnings', 'many'],
      '--max-warnings many: must be a whole number of at least 0',
    ],
    ['no thread', ['lint', '--concurrency', '0'], '--concurrency 0: must be a whole number of at least 1'],
    [
      'a mistyped rule',
      ['lint', '--rule', 'no-drop-tabel:off'],
      '--rule no-drop-tabel:off: unknown rule no-drop-tabel. Did you mean "no-drop-table"?',
    ],
    [
      'a mistyped severity',
      ['lint', '--rule', 'no-drop-table:warning'],
      '--rule no-drop-table:warning: severity must be off, warn or error.',
    ],
    [
      'a rule without severity',
      ['lint', '--rule', 'no-drop-table'],
      '--rule no-drop-table: --rule takes a rule and its severity, such as no-drop-table:warn',
    ],
    ['standard input and paths', ['lint', '--stdin', clean], '--stdin reads standard input: give no paths with it'],
    [
      'a name for no standard input',
      ['lint', '--stdin-filename', 'x.sql'],
      '--stdin-filename has no meaning without --stdin',
    ],
    [
      'explain without a rule',
      ['explain'],
      'too few arguments: farout-guard explain <rule>. See farout-guard explain --help.',
    ],
    [
      'a rule that is not there',
      ['explain', 'no-drop-tables'],
      'unknown rule no-drop-tables. Did you mean "no-drop-table"? farout-guard rules lists them.',
    ],
    ['no file', ['lint', 'nowhere/*.sql', 'none'], ''],
  ];
  it.each(cases)('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await call(args, { cwd: shop });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^farout-guard: .+\n$/);
    if (message) expect(stderr).toBe(`farout-guard: ${message}\n`);
  });

  it('names the globs of the configuration that match nothing', async () => {
    const root = project({ '.farout-guardrc': '{"migrations": ["db/*.sql", "sql/"]}' });
    const { code, stderr } = await call(['lint'], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toBe(
      `farout-guard: no file matches db/*.sql, sql/ (migrations of .farout-guardrc, below ${root}). --allow-empty permits that.\n`,
    );
  });

  it('names file, key and the nearest name of a wrong configuration', async () => {
    const root = project({ '.farout-guardrc': '{"rules": {"no-drop-tabel": "error"}}', 'a.sql': 'SELECT 1;' });
    const { code, stdout, stderr } = await call(['lint', 'a.sql'], { cwd: root });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^farout-guard: \.farout-guardrc.*rules.*no-drop-tabel.*no-drop-table.*\n$/);
  });
});

describe('formats', () => {
  it('json holds every file, with approved findings apart', async () => {
    const run = await call(['lint', '--format', 'json'], { cwd: shop });
    const names = readdirSync(join(shop, migrations)).sort();
    expect(reports(run).map(({ filePath }) => filePath)).toEqual(names.map((name) => join(shop, migrations, name)));
    expect(places(run, shop)).toEqual([`${dropped}:8:1 no-drop-table`, `${warned}:1:1 template-header`]);
    const suppressed = reports(run).flatMap(({ suppressedMessages }) => suppressedMessages);
    expect(suppressed.map(({ ruleId, line, level }) => ({ ruleId, line, level }))).toEqual([
      { ruleId: 'no-truncate', line: 10, level: 3 },
    ]);
    expect(suppressed[0]?.suppressions[0]?.justification).toMatch(/^sessions hold nothing/);
  });

  it('compact holds a line for each problem', async () => {
    const { stdout } = await call(['lint', '-f', 'compact'], { cwd: shop });
    expect(stdout.split('\n').map((line) => line.split(' - ')[0])).toEqual([
      `${shop}/${dropped}: line 8, col 1, Error`,
      `${shop}/${warned}: line 1, col 1, Warning`,
      '',
      '2 problems',
      '',
    ]);
  });

  it('stylish shows place, words and summary', async () => {
    const { stdout, stderr } = await call(['lint'], { cwd: shop });
    expect(stderr).toBe('');
    expect(stdout).toContain(`${dropped}:8:1  error  no-drop-table  level 3: destroys data

  8 │ DROP TABLE IF EXISTS carts;
    │ ^^^^^^^^^^^^^^^^^^^^^^^^^^
`);
    expect(stdout.replace(/in \d+\.\d+ s/, 'in 0.1 s')).toMatch(
      /✖ 2 problems \(1 error, 1 warning\) in 2 files; 7 files checked in 0\.1 s\n {2}1 of them destroys data: .*\n1 finding approved\n$/,
    );
  });

  it('--quiet leaves the warnings out', async () => {
    expect(places(await call(['lint', '-f', 'json', '--quiet'], { cwd: shop }), shop)).toEqual([
      `${dropped}:8:1 no-drop-table`,
    ]);
    expect((await call(['lint', '--quiet'], { cwd: shop })).stdout).toContain(
      '✖ 1 problem (1 error, 0 warnings) in 1 file;',
    );
  });

  it('--output-file takes the report, in folders that it makes', async () => {
    const root = project({ '.farout-guardrc': config, 'a.sql': 'DROP TABLE a;' });
    const { code, stdout, stderr } = await call(['lint', '-f', 'json', '-o', 'out/deep/report.json'], { cwd: root });
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: '' });
    expect(readFileSync(join(root, 'out/deep/report.json'), 'utf8')).toBe(
      (await call(['lint', '-f', 'json'], { cwd: root })).stdout,
    );
    expect(readdirSync(join(root, 'out/deep'))).toEqual(['report.json']);
  });

  it('an --output-file that cannot be written ends the run with 2', async () => {
    const root = project({ '.farout-guardrc': config, 'a.sql': 'SELECT 1;' });
    const { code, stderr } = await call(['lint', '-o', 'a.sql/report'], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^farout-guard: .*a\.sql\/report: cannot be written \(/);
  });

  it('names files from the folder of the call, whatever is in their names', async () => {
    const name = 'sub/ü \u001b[31m$(x) ’.sql';
    const root = project({ '.farout-guardrc': config, [name]: 'DROP TABLE a;' });
    const { stdout } = await call(['lint', '.'], { cwd: join(root, 'sub') });
    expect(stdout.split('  ')[0]).toBe('ü ␛[31m$(x) ’.sql:1:1');
  });
});

describe('colour', () => {
  const coloured = ({ stdout }: Run) => stdout.includes('\u001b[');
  const cases: [title: string, args: string[], env: Record<string, string>, coloured: boolean][] = [
    ['none in a pipe', [], {}, false],
    ['none in a pipe of CI', [], { CI: 'true' }, false],
    ['FORCE_COLOR', [], { FORCE_COLOR: '1' }, true],
    ['--color', ['--color'], { NO_COLOR: '1' }, true],
    ['--no-color', ['--no-color'], { FORCE_COLOR: '1' }, false],
  ];
  it.each(cases)('%s', async (_, args, env, expected) => {
    expect(coloured(await call(['lint', ...args], { cwd: shop, env }))).toBe(expected);
    expect(coloured(await call(['explain', 'no-drop-table', ...args], { cwd: shop, env }))).toBe(expected);
  });
});

describe('a terminal', () => {
  const text = `SELECT 1; ${'/* */ '.repeat(20)} DROP TABLE a;`;

  it('gets colours, links, and lines that fit it', async () => {
    const { stdout } = await call(['lint', '-'], {
      cwd: project({ '.farout-guardrc': config }),
      input: text,
      terminal: true,
    });
    expect(stdout).toContain('\u001b]8;;https://');
    const lines = stdout.replaceAll(/\u001b(?:\[\d+m|\]8;;[^\u0007]*\u0007)/g, '').split('\n');
    expect(lines.slice(2, 4)).toEqual([
      '  1 │ …/* */ /* */ /* */ /* */ /* */ /* */  DROP TABLE a;',
      '    │                                       ^^^^^^^^^^^^',
    ]);
  });

  it('gets neither when it is dumb or the report goes elsewhere', async () => {
    const cwd = project({ '.farout-guardrc': config, 'a.sql': text });
    const dumb = await call(['lint'], { cwd, terminal: true, env: { TERM: 'dumb' } });
    expect(dumb.stdout).toMatch(/^[^\u001b]+$/);
    await call(['lint', '-o', 'report'], { cwd, terminal: true });
    expect(readFileSync(join(cwd, 'report'), 'utf8')).toMatch(/^[^\u001b]+$/);
  });
});

describe('the second reader', () => {
  it('agrees', async () => {
    const [one, two] = await Promise.all(
      [[], ['--cross-check']].map((more) => call(['lint', '-f', 'json', ...more], { cwd: shop })),
    );
    expect(two).toEqual(one);
    expect(places(two as Run, shop)).toHaveLength(2);
  });
});

describe('standard input', () => {
  const run = (args: string[], input: string, cwd = shop) => call(['lint', '-f', 'json', ...args], { cwd, input });

  it('is judged under the name that it is given', async () => {
    const text = 'DROP TABLE carts;\n';
    expect(places(await run(['--stdin', '--stdin-filename', dropped], text), shop)).toEqual(
      expect.arrayContaining([`${dropped}:1:1 no-drop-table`]),
    );
    expect(
      places(await run(['--stdin', '--stdin-filename', join(shop, dropped.replace('up', 'down'))], text), shop),
    ).toEqual([]);
  });

  it('gives what the file itself gives', async () => {
    const text = readFileSync(join(shop, dropped), 'utf8');
    expect(await run(['--stdin', '--stdin-filename', dropped], text)).toEqual(await run([dropped], ''));
  });

  it('needs no name, and may be called -', async () => {
    const root = project({ '.farout-guardrc': config });
    const runs = await Promise.all([['--stdin'], ['-']].map((args) => run(args, 'SELECT 1; DROP TABLE a;', root)));
    const found = ['stdin.sql:1:11 no-drop-table'];
    expect(runs.map((each) => places(each, root))).toEqual([found, found]);
  });

  it('is not judged under a name that the configuration ignores', async () => {
    const root = project({ '.farout-guardrc': '{"ignore": ["old/**"]}' });
    const { code, stdout, stderr } = await run(['--stdin', '--stdin-filename', 'old/a.sql'], 'DROP TABLE a;', root);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '[]\n',
      stderr: 'farout-guard: old/a.sql is ignored by the configuration\n',
    });
  });
});
