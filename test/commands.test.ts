import { defaultApprovals } from '../src/approval/settings.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../rules/index.ts';
import { call } from './cli.ts';
import { project } from './project.ts';

describe('help', () => {
  it('is shown without a command, as a failure', async () => {
    const { code, stdout, stderr } = await call([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe((await call(['--help'])).stdout);
  });

  it.each([['--help'], ['-h'], ['help']])('%s names every command and exit code', async (flag) => {
    const { code, stdout, stderr } = await call([flag]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const words = stdout.split('\n').map((line) => line.trim().split(/ {2,}/)[0]);
    expect(words).toEqual(
      expect.arrayContaining([
        'lint [paths|globs…]',
        'approve <file…>',
        'rules',
        'explain <rule>',
        'print-config <file>',
        '0',
        '1',
        '2',
      ]),
    );
  });

  it.each(['lint', 'approve', 'rules', 'explain', 'print-config'])('of %s', async (command) => {
    const { code, stdout } = await call([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: farout-guard ${command}\\b`));
    expect(stdout).toContain('Examples:\n  farout-guard ');
    expect([(await call(['help', command])).stdout, (await call([command, '-h'])).stdout]).toEqual([stdout, stdout]);
  });

  it('fits a terminal of 120 columns', async () => {
    const topics = [[], ['lint'], ['approve'], ['rules'], ['explain'], ['print-config']];
    const pages = await Promise.all(topics.map((topic) => call(['help', ...topic])));
    const widest = pages.map(({ stdout }) => Math.max(...stdout.split('\n').map((line) => line.length)));
    expect(widest.filter((width) => width > 120 || width < 40)).toEqual([]);
  });

  it('of lint in full', async () => {
    expect((await call(['help', 'lint'])).stdout).toMatchInlineSnapshot(`
      "Usage: farout-guard lint [paths|globs…]

      Judge migrations; without paths those of the configuration.

      Options:
        -c, --config <file>           use this configuration instead of the one found
        --staged                      judge what is staged for the commit, as git holds it; paths limit it
        --diff <base>...<head>        judge what a range of commits changes; may be repeated
        --since <commit>              judge what the working tree changes against a commit
        -f, --format <name>[:<file>]  how to report, and where to; may be repeated
        -o, --output-file <file>      write the report there instead of to standard output
        --verbose                     say what was left out
        --quiet                       report errors only
        --max-warnings <n>            block when there are more warnings than n
        --rule <name:severity>        set a rule to off, warn or error; may be repeated
        --stdin                       lint what comes in on standard input (so does the path -)
        --stdin-filename <path>       the path that it is judged under
        --color                       colour the report
        --no-color                    do not colour the report
        --cross-check                 a second reader must agree on what is destructive
        --concurrency <auto|n>        how many threads share the work (default: auto)
        --cache                       keep verdicts, and check only what has changed since
        --cache-location <file>       where (default: node_modules/.cache/farout-guard/lint.json)
        --baseline <file>             findings that it knows do not block
        --update-baseline             write the baseline anew: what occurs now is known from then on
        --shard <i>/<n>               check only the i-th of n parts of the files
        --fix                         write what can be mended without harm; what the base branch has stays as it is
        --fix-dry-run                 report as after --fix, and write nothing
        --allow-empty                 it is no error when no file matches
        -h, --help                    show this help

      Formats:
        stylish     for people: the place, the reason, the safe way (default)
        compact     one line a finding
        json        in the shape of ESLint; merge-reports joins several
        github      annotations of GitHub Actions; there they are added to stylish and compact
        sarif       SARIF 2.1.0, for code scanning; merge-reports joins several
        gitlab      Code Quality of GitLab
        junit       JUnit XML
        checkstyle  Checkstyle XML
        markdown    for the comment on a pull request or the summary of a job

      Exit codes:
        0  nothing blocks
        1  a finding blocks: severity error without approval, or more warnings than --max-warnings
        2  could not run: wrong arguments or configuration, no file matched, a file could not be checked

      Examples:
        farout-guard lint
        farout-guard lint --staged
        farout-guard lint --diff origin/main...HEAD
        farout-guard lint db/migrations/0042_drop_legacy.sql
        farout-guard lint 'services/*/migrations/**/*.sql' --max-warnings 0
        farout-guard lint --fix db/migrations/0043_add_email.sql
        farout-guard lint --rule template-header:off --format json --output-file report.json
        git show HEAD:db/migrations/0042.sql | farout-guard lint --stdin --stdin-filename db/migrations/0042.sql
      "
    `);
  });

  it('names the version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect([await call(['--version']), await call(['-v'])]).toEqual(
      Array(2).fill({ code: 0, stdout: `${version}\n`, stderr: '' }),
    );
  });
});

describe('rules', () => {
  it('lists all rules with level, description and page', async () => {
    const list = JSON.parse((await call(['rules', '--format', 'json'])).stdout) as {
      name: string;
      level: number;
      description: string;
      url: string;
    }[];
    expect(list.map(({ name }) => name).sort()).toEqual(Object.keys(rules).sort());
    expect(
      list.filter(
        ({ name, level, description, url }) =>
          rules[name]?.level !== level || !description || !url.endsWith(`/${name}.md`),
      ),
    ).toEqual([]);
    const rows = (await call(['rules'])).stdout.trimEnd().split('\n');
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      ['rule', 'level', 'description', 'page'],
      ...list.map(({ name, level, description, url }) => [name, String(level), description, url]),
    ]);
  });
});

describe('explain', () => {
  it.each(Object.keys(rules))('%s has a page', async (name) => {
    const { code, stdout } = await call(['explain', name]);
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toContain(name);
    expect(stdout).not.toMatch(/^```|^#/m);
  });
});

describe('print-config', () => {
  it('prints what applies to a file', async () => {
    const root = project({
      '.farout-guardrc':
        '{"rules": {"no-truncate": "off"}, "overrides": [{"files": ["old/**"], "postgres": 12, "rules": {"no-drop-table": ["warn", {"allow": ["tmp_*"]}]}}]}',
    });
    const printed = async (file: string) =>
      JSON.parse((await call(['print-config', file], { cwd: root })).stdout) as Record<string, unknown>;
    const old = await printed('old/a.sql');
    expect({ ...old, rules: undefined }).toEqual({
      file: 'old/a.sql',
      config: '.farout-guardrc',
      root,
      adapter: null,
      postgres: 12,
      approvals: defaultApprovals,
      rules: undefined,
    });
    expect(old['rules']).toMatchObject({
      'no-truncate': 'off',
      'no-drop-table': ['warn', { allow: ['tmp_*'], directions: ['up'] }],
    });
    expect(await printed('new/a.sql')).toMatchObject({
      postgres: 15,
      rules: { 'no-drop-table': ['error', { allow: [] }] },
    });
    expect(Object.keys(old['rules'] as object)).toEqual(Object.keys(rules).sort());
  });
});
