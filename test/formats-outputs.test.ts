import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOutputs } from '../src/commands/outputs.ts';
import { formats } from '../src/report/formats.ts';
import { call, config } from './cli.ts';
import { project } from './project.ts';
import { parseXml } from './xml.ts';

const files = { '.farout-guardrc': config, '1.sql': 'DROP TABLE a;\n', '2.sql': 'SELECT 1;\n' };
const onGitHub = { GITHUB_ACTIONS: 'true' };
const read = (root: string, file: string) => readFileSync(join(root, file), 'utf8');

describe('--format', () => {
  it('writes each report to its own file, and the rest to standard output', async () => {
    const root = project(files);
    const wanted = [
      'json:a/report.json',
      'sarif:a/b/out.sarif',
      'gitlab:gl.json',
      'junit:junit.xml',
      'checkstyle:cs.xml',
    ];
    const args = [...wanted, 'markdown:comment.md', 'github:commands.txt', 'compact:lines.txt', 'stylish'];
    const { code, stdout, stderr } = await call(['lint', ...args.flatMap((format) => ['-f', format])], { cwd: root });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('1.sql:1:1  error  no-drop-table');
    expect((JSON.parse(read(root, 'a/report.json')) as unknown[]).length).toBe(2);
    expect((JSON.parse(read(root, 'a/b/out.sarif')) as { version: string }).version).toBe('2.1.0');
    expect((JSON.parse(read(root, 'gl.json')) as unknown[]).length).toBe(1);
    expect([read(root, 'junit.xml'), read(root, 'cs.xml')].map((xml) => parseXml(xml).name)).toEqual([
      'testsuites',
      'checkstyle',
    ]);
    expect(['comment.md', 'commands.txt', 'lines.txt'].map((file) => read(root, file).slice(0, 21))).toEqual([
      '<!-- farout-guard -->',
      '::error file=1.sql,li',
      `${join(root, '1.sql')}: line 1`.slice(0, 21),
    ]);
  });

  it('gives the file of --output-file to the report without one', async () => {
    const root = project(files);
    const { code, stdout } = await call(['lint', '-f', 'sarif:out.sarif', '-f', 'json', '-o', 'out.json'], {
      cwd: root,
    });
    expect({
      code,
      stdout,
      written: readdirSync(root)
        .filter((name) => name.startsWith('out.'))
        .sort(),
    }).toEqual({
      code: 1,
      stdout: '',
      written: ['out.json', 'out.sarif'],
    });
  });

  it('takes what follows the first colon for the file', () => {
    expect(readOutputs(['sarif:C:\\ci\\out.sarif', 'json:a:b'], null)).toEqual([
      { format: 'sarif', file: 'C:\\ci\\out.sarif' },
      { format: 'json', file: 'a:b' },
    ]);
  });

  const mistakes: [args: string[], message: string][] = [
    [['-f', 'sarf'], `--format sarf: must be one of ${formats.join(', ')}. Did you mean "sarif"?`],
    [['-f', 'sarf:x'], `--format sarf:x: must be one of ${formats.join(', ')}. Did you mean "sarif"?`],
    [['-f', 'C:\\x.sarif'], `--format C:\\x.sarif: must be one of ${formats.join(', ')}.`],
    [['-f', 'sarif:'], '--format sarif:: name a file after the colon, or leave the colon out'],
    [
      ['-f', 'json', '-f', 'sarif'],
      '--format sarif: only one report fits on standard output. Give it a file: --format sarif:<file>',
    ],
    [
      ['-f', 'stylish', '-f', 'compact'],
      '--format compact: only one report fits on standard output. Give it a file: --format compact:<file>',
    ],
    [
      ['-f', 'github', '-f', 'json'],
      '--format json: only one report fits on standard output. Give it a file: --format json:<file>',
    ],
    [['-f', 'json:x', '-o', 'y'], '--output-file y: one --format must be without a file of its own'],
    [['-f', 'json', '-f', 'sarif', '-o', 'y'], '--output-file y: one --format must be without a file of its own'],
    [['-f', 'json:x', '-f', 'sarif:./x'], '--format: two reports would go to {root}/x'],
    [['-f', 'json:x', '-f', 'sarif', '-o', 'a/../x'], '--format: two reports would go to {root}/x'],
  ];
  it.each(mistakes)('%j is a mistake', async (args, message) => {
    const root = project(files);
    const { code, stdout, stderr } = await call(['lint', ...args], { cwd: root });
    const trimmed = stderr.replace(/\s+$/, '');
    expect({ code, stdout, stderr: trimmed }).toEqual({
      code: 2,
      stdout: '',
      stderr: `farout-guard: ${message.replace('{root}', root)}`,
    });
  });

  it('names the file that cannot be written, writes the other reports, and does not pass', async () => {
    const root = project({ ...files, '1.sql': 'SELECT 1;\n' });
    mkdirSync(join(root, 'folder'));
    const args = ['-f', 'sarif:2.sql/out.sarif', '-f', 'json:folder', '-f', 'gitlab:gl.json', '-f', 'stylish'];
    const { code, stdout, stderr } = await call(['lint', ...args], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      new RegExp(`^farout-guard: ${join(root, '2.sql/out.sarif')}: cannot be written \\(.*\\)\n$`),
    );
    expect(stdout).toContain('no problems');
    expect(read(root, 'gl.json')).toBe('[]\n');
    expect(readdirSync(root).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('follows a link', async () => {
    const root = project({ ...files, 'real.json': 'old' });
    symlinkSync('real.json', join(root, 'link.json'));
    await call(['lint', '-f', 'json:link.json'], { cwd: root });
    expect(lstatSync(join(root, 'link.json')).isSymbolicLink()).toBe(true);
    expect(read(root, 'real.json')).toContain('no-drop-table');
  });

  it.runIf(existsSync('/dev/full'))('leaves a device a device (where there is /dev/full)', async () => {
    const { code, stderr } = await call(['lint', '-o', '/dev/full'], { cwd: project(files) });
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('/dev/full: cannot be written') as string,
    });
  });
});

describe('in GitHub Actions', () => {
  const command = /^::(?:error|warning) /m;

  it.each(['stylish', 'compact'])('%s gets annotations, after it', async (format) => {
    const root = project({ ...files, '1.sql': 'DROP TABLE a; -- ##[add-mask]DROP\n' });
    const { code, stdout } = await call(['lint', '-f', format], { cwd: root, env: onGitHub });
    const [, token, report, commands] =
      /^::stop-commands::([\da-f-]{36})\n([\s\S]*)::\1::\n(::error [^\n]*\n)$/.exec(stdout) ?? [];
    expect({ code, token: typeof token, commands: commands?.slice(0, 31) }).toEqual({
      code: 1,
      token: 'string',
      commands: '::error file=1.sql,line=1,endLi',
    });
    expect(report).toContain('no-drop-table');
  });

  const cases: [args: string[], annotated: boolean][] = [
    [[], true],
    [['-f', 'sarif:out.sarif', '-f', 'stylish'], true],
    [['-f', 'github', '-f', 'stylish'], true],
    [['-f', 'github'], true],
    [['-f', 'json'], false],
    [['-f', 'sarif'], false],
    [['-f', 'stylish', '-o', 'out.txt'], false],
    [['-f', 'github:out.txt', '-f', 'stylish'], false],
  ];
  it.each(cases)('%j', async (args, annotated) => {
    const { code, stdout } = await call(['lint', ...args], { cwd: project(files), env: onGitHub });
    expect({ code, annotations: stdout.match(new RegExp(command, 'gm'))?.length ?? 0 }).toEqual({
      code: 1,
      annotations: annotated ? 1 : 0,
    });
  });

  it.each([{}, { GITHUB_ACTIONS: '' }, { GITHUB_ACTIONS: 'false' }, { CI: 'true' }])(
    'nothing is added elsewhere: %j',
    async (env) => {
      const { stdout } = await call(['lint'], { cwd: project(files), env });
      expect(stdout).not.toMatch(/^::/m);
    },
  );

  it('an approved statement is no alert', async () => {
    const text = '-- farout-guard-approve no-drop-table -- empty, seen by Ann\nDROP TABLE a;\n';
    const results = async (env: Record<string, string>) => {
      const { stdout } = await call(['lint', '-f', 'sarif'], { cwd: project({ ...files, '1.sql': text }), env });
      return (JSON.parse(stdout) as { runs: { results: { suppressions: object[] }[] }[] }).runs[0]?.results;
    };
    expect(await results(onGitHub)).toEqual([]);
    expect((await results({}))?.map(({ suppressions }) => suppressions.length)).toEqual([1]);
  });
});

describe('paths', () => {
  it.each(['github', 'sarif', 'gitlab', 'junit', 'checkstyle', 'markdown'])(
    'of %s begin at the repository',
    async (format) => {
      const root = project(
        Object.fromEntries(Object.entries(files).map(([path, text]) => [`apps/shop/${path}`, text])),
      );
      mkdirSync(join(root, '.git'));
      const { stdout } = await call(['lint', '-f', format], { cwd: join(root, 'apps/shop') });
      expect(stdout).toContain('apps/shop/1.sql');
      expect(stdout).not.toContain(root);
    },
  );
});

describe('help', () => {
  it('says what each format is for', async () => {
    const { stdout } = await call(['lint', '--help']);
    const [, list = ''] = /^Formats:\n((?: {2}.*\n)+)/m.exec(stdout) ?? [];
    expect(
      list
        .trimEnd()
        .split('\n')
        .map((line) => line.trim().split(' ', 1)[0]),
    ).toEqual(formats);
  });
});
