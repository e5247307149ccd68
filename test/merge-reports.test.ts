import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call, config } from './cli.ts';
import { project } from './project.ts';

const sql: Readonly<Record<string, string>> = {
  'db/1 ä.sql': 'DROP TABLE a;\nDROP TABLE a;\n',
  'db/2.sql': '-- farout-guard-approve no-drop-table -- empty, seen by Ann\nDROP TABLE b;\nDROP TABLE c;\n',
  'db/3.sql': 'SELECT 1;\n',
  'db/4.sql': '\r\n\tDROP TABLE\r\n\t"😀 d";\r\n',
  'db/5.sql': 'TRUNCATE a;\nDROP TABLE e\n',
  'db/6.sql': 'SELECT 6;\n',
  'db/7.sql': 'DO $$ BEGIN DROP TABLE f; END $$;\n',
};
const rules = JSON.stringify({
  ...(JSON.parse(config) as object),
  migrations: ['db/*.sql'],
  rules: { ...(JSON.parse(config) as { rules: object }).rules, 'no-truncate': 'warn' },
});
const repository = (more: Readonly<Record<string, string>> = {}) =>
  project({ '.farout-guardrc': rules, ...sql, ...more });

const read = (root: string, file: string) => readFileSync(join(root, file), 'utf8');

/** Runs lint once over all and once for each shard; answers its exit code. */
async function shards(root: string, amount: number, args: readonly string[] = []): Promise<number | null> {
  const outputs = (name: string) => ['-f', `json:${name}.json`, '-f', `sarif:${name}.sarif`];
  for (let part = 1; part <= amount; part++) {
    const { code, stderr } = await call(['lint', '--shard', `${part}/${amount}`, ...args, ...outputs(`s${part}`)], {
      cwd: root,
    });
    expect([0, 1, 2]).toContain(code);
    expect(stderr).toBe('');
  }
  return (await call(['lint', ...args, ...outputs('whole')], { cwd: root })).code;
}

const names = (amount: number, ending: string) =>
  Array.from({ length: amount }, (_, index) => `s${index + 1}.${ending}`);
const merge = (root: string, args: readonly string[], env = {}) => call(['merge-reports', ...args], { cwd: root, env });

describe('shards, joined, are the whole', () => {
  it.each([1, 2, 3, 7])('%i of them, byte for byte', async (amount) => {
    const root = repository();
    const code = await shards(root, amount);
    expect(code).toBe(1);
    const json = await merge(root, names(amount, 'json'));
    const sarif = await merge(root, names(amount, 'sarif').reverse());
    const changed = await merge(root, [...names(amount, 'json').reverse(), '-f', 'sarif']);
    expect([json, sarif, changed].map((run) => [run.code, run.stderr])).toEqual(Array(3).fill([code, '']));
    expect(json.stdout).toBe(read(root, 'whole.json'));
    expect(sarif.stdout).toBe(read(root, 'whole.sarif'));
    expect(changed.stdout).toBe(read(root, 'whole.sarif'));
  });

  it.each(['stylish', 'compact', 'github', 'gitlab', 'junit', 'checkstyle', 'markdown'])('as %s', async (format) => {
    const root = repository();
    await shards(root, 3);
    const whole = await call(['lint', '-f', format], { cwd: root });
    const joined = await merge(root, [...names(3, 'json'), '-f', format]);
    const untimed = ({ stdout }: { stdout: string }) => stdout.replace(/ in [\d.]+ s$/m, '');
    expect(joined.code).toBe(whole.code);
    expect(untimed(joined)).toBe(untimed(whole));
    expect(whole.stdout.length).toBeGreaterThan(100);
  });

  it('with what a baseline knows', async () => {
    const root = repository({ 'db/8.sql': 'DROP TABLE g;\n' });
    expect((await call(['lint', '--update-baseline', 'db/1 ä.sql'], { cwd: root })).code).toBe(0);
    const args = ['--baseline', 'farout-guard-baseline.json'];
    await shards(root, 3, args);
    for (const ending of ['json', 'sarif']) {
      const { code, stdout } = await merge(root, names(3, ending));
      expect({ code, stdout }).toEqual({ code: 1, stdout: read(root, `whole.${ending}`) });
    }
    expect(read(root, 'whole.sarif')).toContain('"baselineState":"unchanged"');
    const changed = await merge(root, [...names(3, 'json'), '-f', 'sarif']);
    expect(changed.stdout === read(root, 'whole.sarif')).toBe(true);
  });

  it('with files that could not be checked', async () => {
    const root = repository({ 'db/9.sql': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n' });
    expect(await shards(root, 3)).toBe(2);
    for (const ending of ['json', 'sarif']) {
      const { code, stdout } = await merge(root, names(3, ending));
      expect({ code, stdout }).toEqual({ code: 2, stdout: read(root, `whole.${ending}`) });
    }
  });

  it('with nothing wrong', async () => {
    const root = project({ '.farout-guardrc': rules, 'db/3.sql': 'SELECT 1;\n', 'db/6.sql': 'SELECT 6;\n' });
    expect(await shards(root, 2)).toBe(0);
    expect([(await merge(root, names(2, 'json'))).code, (await merge(root, names(2, 'sarif'))).code]).toEqual([0, 0]);
  });

  it('with warnings only, which may be too many', async () => {
    const root = project({ '.farout-guardrc': rules, 'db/1.sql': 'TRUNCATE a;\n', 'db/2.sql': 'TRUNCATE b;\n' });
    expect(await shards(root, 2)).toBe(0);
    for (const ending of ['json', 'sarif']) {
      const runs = [[], ['--max-warnings', '2'], ['--max-warnings', '1']];
      const codes = await Promise.all(runs.map((args) => merge(root, [...names(2, ending), ...args])));
      expect(codes.map(({ code }) => code)).toEqual([0, 0, 1]);
      expect(codes.at(-1)?.stderr).toBe('farout-guard: 2 warnings; --max-warnings allows 1\n');
    }
  });
});

describe('reports that overlap', () => {
  it.each(['json', 'sarif'])('give each finding once in %s', async (ending) => {
    const root = repository();
    await shards(root, 2);
    const { code, stdout } = await merge(root, [...names(2, ending), `whole.${ending}`, `s1.${ending}`]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: read(root, `whole.${ending}`) });
  });

  it('keep open what is open in one of them', async () => {
    const root = repository();
    await call(['lint', '-f', 'json:open.json'], { cwd: root });
    await call(['lint', '--update-baseline'], { cwd: root });
    await call(['lint', '--baseline', 'farout-guard-baseline.json', '-f', 'json:known.json'], { cwd: root });
    const [open, known] = [
      await merge(root, ['open.json', 'known.json']),
      await merge(root, ['known.json', 'open.json']),
    ];
    expect([open.code, known.code]).toEqual([1, 1]);
    expect([open.stdout, known.stdout]).toEqual([read(root, 'open.json'), read(root, 'open.json')]);
  });

  it('are refused when they are of different contents', async () => {
    const root = repository();
    await call(['lint', '-f', 'json:1.json'], { cwd: root });
    writeFileSync(join(root, 'db/7.sql'), 'DROP TABLE g;\n');
    await call(['lint', '-f', 'json:2.json'], { cwd: root });
    const { code, stderr } = await merge(root, ['1.json', '2.json']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'farout-guard: db/7.sql: the reports are of different contents: join reports of one commit\n',
    });
  });
});

describe('a report of another machine', () => {
  it('keeps its paths', async () => {
    const root = repository();
    await call(['lint', '-f', 'json:here.json'], { cwd: root });
    const there = read(root, 'here.json').replaceAll(root, '/builds/shop');
    writeFileSync(join(root, 'there.json'), there);
    expect((await merge(root, ['there.json'])).stdout).toBe(there);
    const { stdout } = await merge(root, ['there.json', '-f', 'gitlab']);
    expect(stdout).toContain('"path":"db/7.sql"');
  });
});

describe('mistakes', () => {
  const file = {
    filePath: '/p/a.sql',
    messages: [
      {
        ruleId: 'no-drop-table',
        severity: 2,
        message: 'x',
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 5,
        level: 3,
        statement: [0, 12],
      },
    ],
    suppressedMessages: [],
    source: 'DROP TABLE a;\n',
    path: 'a.sql',
  };
  const message = (more: object) => JSON.stringify([{ ...file, messages: [{ ...file.messages[0], ...more }] }]);
  const json = (at: string) =>
    `bad: is no report of farout-guard lint --format json: ${at} is missing or not as it writes it`;
  const sarif = (at: string) =>
    `bad: is no report of farout-guard lint --format sarif: ${at} is missing or not as it writes it`;
  const tool = { driver: { name: 'farout-guard', rules: [] } };
  const run = (more: object) =>
    JSON.stringify({ version: '2.1.0', runs: [{ tool, results: [], invocations: [], ...more }] });
  const result = {
    ruleId: 'x',
    level: 'error',
    locations: [{ physicalLocation: { artifactLocation: { uri: 'a.sql' } } }],
  };
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);

  it('are none in what the cases below change', async () => {
    const root = project({ json: message({}), sarif: run({ results: [result] }) });
    expect([(await merge(root, ['json'])).code, (await merge(root, ['sarif'])).code]).toEqual([1, 1]);
  });

  const cases: [title: string, text: string, message: string | RegExp][] = [
    ['nothing', '', /^bad: is no whole JSON \(.*\): did its run end early\?$/],
    ['half a report', '[{"filePath":"/p/a', /^bad: is no whole JSON \(.*\): did its run end early\?$/],
    ['a number', '1', 'bad: is no report: give what lint wrote with --format json or --format sarif'],
    ['null', 'null', 'bad: is no report: give what lint wrote with --format json or --format sarif'],
    [
      'another object',
      '{"results":[]}',
      'bad: is no report: give what lint wrote with --format json or --format sarif',
    ],
    ['a report of ESLint', '[{"filePath":"/p/a.js","messages":[],"suppressedMessages":[]}]', json('files[0].path')],
    ['a list of numbers', '[1]', json('files[0].filePath')],
    ['very deep brackets', deep, /^bad: is no (?:report|whole JSON)/],
    [
      'inherited properties',
      '[{"__proto__":{"filePath":"/p/a.sql","path":"a.sql","messages":[],"suppressedMessages":[]}}]',
      json('files[0].filePath'),
    ],
    ['no messages', '[{"filePath":"/p/a.sql","path":"a.sql"}]', json('files[0].messages')],
    ['a rule with an escape', message({ ruleId: '\u001b]8;;x' }), json('files[0].messages[0].ruleId')],
    ['a severity of 3', message({ severity: 3 }), json('files[0].messages[0].severity')],
    ['a level of 0', message({ level: 0 }), json('files[0].messages[0].level')],
    ['a line of 0', message({ line: 0 }), json('files[0].messages[0].line')],
    ['half a line', message({ line: 0.5 }), json('files[0].messages[0].line')],
    ['a line that is not there', message({ line: 9, endLine: 9 }), json('files[0].messages[0].line')],
    ['a column that is not there', message({ endColumn: 99 }), json('files[0].messages[0].endLine')],
    ['an end before the start', message({ column: 6 }), json('files[0].messages[0].endLine')],
    ['a statement that is not there', message({ statement: [0, 99] }), json('files[0].messages[0].statement[1]')],
    ['no source', JSON.stringify([{ ...file, source: undefined }]), json('files[0].source')],
    [
      'an unknown suppression',
      JSON.stringify([
        { ...file, messages: [], suppressedMessages: [{ ...file.messages[0], suppressions: [{ kind: 'x' }] }] },
      ]),
      json('files[0].suppressedMessages[0].suppressions[0].kind'),
    ],
    ['another version', '{"version":"2.0.0","runs":[]}', sarif('version')],
    ['no runs', '{"version":"2.1.0","runs":1}', sarif('runs')],
    ['another tool', run({ tool: { driver: { name: 'squawk' } } }), sarif('runs[0].tool.driver.name')],
    ['no results', run({ results: undefined }), sarif('runs[0].results')],
    ['no word of success', run({ invocations: [{}] }), sarif('runs[0].invocations[0].executionSuccessful')],
    [
      'a result without a place',
      run({ results: [{ ...result, locations: [] }] }),
      sarif('runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri'),
    ],
    ['a result of no weight', run({ results: [{ ...result, level: 'none' }] }), sarif('runs[0].results[0].level')],
    [
      'a broken address',
      run({
        results: [
          { ruleId: 'x', level: 'error', locations: [{ physicalLocation: { artifactLocation: { uri: '%' } } }] },
        ],
      }),
      sarif('runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri'),
    ],
  ];
  it.each(cases)('%s', async (_, text, expected) => {
    const { code, stdout, stderr } = await merge(project({ bad: text, good: '[]' }), ['bad']);
    expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 2, stdout: '', lines: 2 });
    if (typeof expected === 'string') expect(stderr).toBe(`farout-guard: ${expected}\n`);
    else expect(stderr.trimEnd().replace('farout-guard: ', '')).toMatch(expected);
  });

  const calls: [args: string[], message: string][] = [
    [['none.json'], 'none.json: no such file'],
    [['.'], '.: is a folder, not a file'],
    [['a.json', 'a.sarif'], 'some reports are JSON and others SARIF: join reports of one format'],
    [['a.sarif', '-f', 'junit'], '--format junit: SARIF reports give SARIF only. Join JSON reports instead.'],
    [['a.json', '--shards', '2'], '--shards 2: 1 reports are given. Did every shard write its report?'],
    [['a.json', '--shards', '0'], '--shards 0: must be a whole number of at least 1'],
    [['a.json', '--max-warnings', 'x'], '--max-warnings x: must be a whole number of at least 0'],
  ];
  it.each(calls)('%j', async (args, expected) => {
    const { code, stdout, stderr } = await merge(project({ 'a.json': '[]', 'a.sarif': run({}) }), args);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `farout-guard: ${expected}\n` });
  });

  it('a run that failed without a word is no success', async () => {
    const root = project({
      bad: run({ invocations: [{ executionSuccessful: false, toolExecutionNotifications: [] }] }),
    });
    expect((await merge(root, ['bad'])).code).toBe(2);
  });

  it('what a report says is shown without acting on the terminal', async () => {
    const { stdout } = await merge(project({ bad: message({ message: '\u001b[2J\u202e' }) }), ['bad', '-f', 'stylish']);
    expect(stdout).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('rules of SARIF reports', () => {
  it('are joined, and results point at their place among them', async () => {
    const report = (rule: string) =>
      JSON.stringify({
        version: '2.1.0',
        runs: [
          {
            tool: { driver: { name: 'farout-guard', rules: [{ id: rule }] } },
            results: [
              {
                ruleId: rule,
                ruleIndex: 0,
                level: 'warning',
                locations: [{ physicalLocation: { artifactLocation: { uri: `${rule}.sql` } } }],
              },
            ],
            invocations: [],
          },
        ],
      });
    const root = project({ b: report('b'), a: report('a') });
    const { code, stdout } = await merge(root, ['b', 'a']);
    const { runs } = JSON.parse(stdout) as { runs: { tool: { driver: { rules: object[] } }; results: object[] }[] };
    expect(code).toBe(0);
    expect(runs.map(({ tool, results }) => [tool.driver.rules, results.length])).toEqual([
      [[{ id: 'a' }, { id: 'b' }], 2],
    ]);
    expect(runs[0]?.results).toMatchObject([
      { ruleId: 'a', ruleIndex: 0 },
      { ruleId: 'b', ruleIndex: 1 },
    ]);
  });
});

describe('help', () => {
  it('names what can be joined, in 120 columns', async () => {
    const { code, stdout } = await call(['help', 'merge-reports']);
    expect({ code, first: stdout.split('\n', 1)[0] }).toEqual({
      code: 0,
      first: 'Usage: farout-guard merge-reports <files…>',
    });
    expect(stdout).toContain('Examples:\n  farout-guard merge-reports ');
    expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });
});
