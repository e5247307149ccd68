import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { call, config, places } from './cli.ts';
import { repository } from './git/repository.ts';
import { project } from './project.ts';

const file = 'farout-guard-baseline.json';
const withBaseline = JSON.stringify({ ...(JSON.parse(config) as object), baseline: file });

const lint = (cwd: string, ...args: string[]) => call(['lint', '-f', 'json', ...args], { cwd });

/** `path rule words` for each entry of the baseline in a folder. */
function entries(root: string): string[] {
  const { files } = JSON.parse(readFileSync(join(root, file), 'utf8')) as {
    files: Record<string, { rule: string; words: string }[]>;
  };
  return Object.entries(files).flatMap(([path, list]) => list.map(({ rule, words }) => `${path} ${rule} ${words}`));
}

/** A project whose baseline was written with the given migrations, and what became of a change of one of them. */
async function after(before: string, now: string) {
  const root = project({ '.farout-guardrc': withBaseline, 'a.sql': before });
  await lint(root, '--update-baseline');
  writeFileSync(join(root, 'a.sql'), now);
  const run = await lint(root);
  return { code: run.code, places: places(run, root), stderr: run.stderr };
}

describe('a baseline', () => {
  const stale = (findings: string) =>
    `farout-guard: ${file} holds ${findings}: farout-guard lint --update-baseline takes out what is gone\n`;
  const cases: [title: string, before: string, now: string, places: string[], stderr: string][] = [
    ['knows what has not changed', 'DROP TABLE a;', 'DROP TABLE a;', [], ''],
    ['knows it on another line', 'DROP TABLE a;', '\n\n  DROP  TABLE\na;', [], ''],
    ['knows it beside others', 'DROP TABLE a;', 'DROP TABLE b; DROP TABLE a;', ['a.sql:1:1 no-drop-table'], ''],
    ['does not count: one for another', 'DROP TABLE a;', 'DROP TABLE b;', ['a.sql:1:1 no-drop-table'], stale('1 finding that no longer occurs')],
    ['knows one of two equals', 'DROP TABLE a;', 'DROP TABLE a; DROP TABLE a;', ['a.sql:1:15 no-drop-table'], ''],
    ['does not know more words', 'DROP TABLE a;', 'DROP TABLE a CASCADE;', ['a.sql:1:1 no-drop-table'], stale('1 finding that no longer occurs')],
    ['says what has gone', 'DROP TABLE a; DROP TABLE b;', 'SELECT 1;', [], stale('2 findings that no longer occur')],
  ]; // prettier-ignore
  test.each(cases)('%s', async (_, before, now, expected, stderr) => {
    expect(await after(before, now)).toEqual({ code: expected.length > 0 ? 1 : 0, places: expected, stderr });
  });

  test('is a file that people can read and branches can merge', async () => {
    const root = project({
      '.farout-guardrc': config,
      'b.sql': 'DROP TABLE "é";',
      'a.sql': 'DROP TABLE a;\nSELECT 1;',
    });
    const { code, stderr } = await lint(root, '--update-baseline');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `farout-guard: ${file} holds 2 findings\nfarout-guard: put "baseline": "${file}" into the configuration, so that it counts\n`,
    });
    expect(readFileSync(join(root, file), 'utf8').replace(/(?<="fingerprint":")[\w-]{43}(?=")/g, '…')).toBe(`{
  "version": 1,
  "files": {
    "a.sql": [
      {"rule":"no-drop-table","fingerprint":"…","words":"DROP TABLE a"}
    ],
    "b.sql": [
      {"rule":"no-drop-table","fingerprint":"…","words":"DROP TABLE \\"é\\""}
    ]
  }
}
`);
  });

  test('leaves known findings out of the report, and counts them', async () => {
    const root = project({ '.farout-guardrc': withBaseline, 'a.sql': 'DROP TABLE a;' });
    await lint(root, '--update-baseline');
    const { code, stdout } = await call(['lint'], { cwd: root });
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^✔ no problems; 1 file checked in \S+ s\n1 finding known by the baseline\n$/),
    ]);
  });

  test('is pruned when it is written anew: files that are gone, and what a partial run has checked', async () => {
    const root = project({ '.farout-guardrc': withBaseline, 'a.sql': 'DROP TABLE a;', 'b.sql': 'DROP TABLE b;' });
    await lint(root, '--update-baseline');
    writeFileSync(join(root, 'a.sql'), 'SELECT 1;');
    await lint(root, 'a.sql', '--update-baseline');
    expect(entries(root)).toEqual(['b.sql no-drop-table DROP TABLE b']);
    writeFileSync(join(root, 'c.sql'), 'SELECT 1;');
    writeFileSync(join(root, 'b.sql'), 'SELECT 1;');
    await lint(root, '--update-baseline');
    expect(entries(root)).toEqual([]);
  });

  test('of a project without git takes no findings of level 3 from files that it does not know', async () => {
    const root = project({ '.farout-guardrc': withBaseline, 'a.sql': 'DROP TABLE a;' });
    await lint(root, '--update-baseline');
    writeFileSync(join(root, 'b.sql'), 'DROP TABLE b;');
    const run = await lint(root, '--update-baseline');
    expect([run.code, places(run, root), entries(root)]).toEqual([
      1,
      ['b.sql:1:1 no-drop-table'],
      ['a.sql no-drop-table DROP TABLE a'],
    ]);
    expect(run.stderr).toContain('1 finding of level 3 in new files did not enter it: a person must approve each');
  });

  test('of a repository takes none from files that the base branch does not have, at the first time too', async () => {
    const made = repository({ '.farout-guardrc': withBaseline, 'a.sql': 'DROP TABLE a;' });
    made.write({ 'b.sql': 'DROP TABLE b;' });
    const { root } = made;
    const run = await lint(root, '--update-baseline');
    expect([run.code, places(run, root), entries(root)]).toEqual([
      1,
      ['b.sql:1:1 no-drop-table'],
      ['a.sql no-drop-table DROP TABLE a'],
    ]);
  });

  test('holds for what is staged as well', async () => {
    const made = repository({ '.farout-guardrc': withBaseline, 'a.sql': 'DROP TABLE a;' });
    const { root } = made;
    await lint(root, '--update-baseline');
    made.stage({ 'a.sql': 'DROP TABLE a;\nDROP TABLE b;' });
    const run = await lint(root, '--staged', '--rule', 'no-drop-table:error');
    expect(places(run, root)).toEqual(['a.sql:2:1 no-drop-table']);
  });

  test('knows nothing of level 3 in a new file, though somebody wrote it there', async () => {
    const made = repository({ '.farout-guardrc': withBaseline, 'a.sql': 'DROP TABLE a;' });
    const { root } = made;
    await lint(root, '--update-baseline');
    const text = readFileSync(join(root, file), 'utf8');
    made.write({ [file]: text.replace('"a.sql"', '"b.sql"') });
    made.stage({ 'b.sql': 'DROP TABLE a;' });
    const staged = await lint(root, '--staged');
    expect([staged.code, places(staged, root)]).toEqual([1, ['b.sql:1:1 no-drop-table']]);
  });

  test('is not written anew where git cannot say what is new', async () => {
    const root = project({ '.farout-guardrc': withBaseline, 'a.sql': 'DROP TABLE a;', '.git': 'gitdir: nowhere' });
    const { code, stderr } = await lint(root, '--update-baseline');
    expect([code, stderr]).toEqual([2, expect.stringContaining('is in no git repository')]);
  });

  test('never knows a file that nobody can read', async () => {
    const rules = { rules: { 'unverifiable-sql': 'error' }, migrations: ['*.sql'], baseline: file };
    const root = project({ '.farout-guardrc': JSON.stringify(rules), 'a.sql': new Uint8Array(100) });
    await lint(root, '--update-baseline');
    const run = await lint(root);
    expect([run.code, places(run, root)]).toEqual([1, ['a.sql:1:1 unverifiable-sql']]);
  });

  const faults: [title: string, text: string | null, args: string[], message: string][] = [
    ['is missing', null, [], `${file}: there is no such baseline. farout-guard lint --update-baseline writes one.`],
    ['is no JSON', '{', [], `${file}: is no baseline of version 1: restore it from git, or delete it and run farout-guard lint --update-baseline`],
    ['is of another version', '{"version":2,"files":{}}', [], `${file}: is no baseline of version 1: restore it from git, or delete it and run farout-guard lint --update-baseline`],
    ['has an entry without a rule', '{"version":1,"files":{"a.sql":[{}]}}', [], `${file}: files: "a.sql": an entry needs rule and fingerprint: restore it from git, or delete it and run farout-guard lint --update-baseline`],
    ['is to be written of what is staged', null, ['--update-baseline', '--staged'], '--update-baseline and --staged do not go together: leave out one'],
  ]; // prettier-ignore
  test.each(faults)('that %s is an error', async (_, text, args, message) => {
    const root = project({ '.farout-guardrc': withBaseline, 'a.sql': '', ...(text === null ? {} : { [file]: text }) });
    expect(await lint(root, ...args)).toEqual({ code: 2, stdout: '', stderr: `farout-guard: ${message}\n` });
  });
});

describe('shards', () => {
  const files = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`${at}.sql`, `DROP TABLE t${at};`]));

  test.each([1, 2, 3, 7, 9])('%i of them hold each file once', async (count) => {
    const root = project({ '.farout-guardrc': config, ...files });
    const runs = [];
    for (let index = 1; index <= count; index++) runs.push(await lint(root, '--shard', `${index}/${count}`));
    const whole = places(await lint(root), root);
    expect(whole).toHaveLength(7);
    expect(runs.flatMap((run) => places(run, root)).sort()).toEqual(whole);
    expect(Math.max(...runs.map((run) => places(run, root).length))).toBe(Math.ceil(7 / count));
  });

  test.each(['0/2', '3/2', '1', 'a/b', '1/0', '-1/2', '1/2/3'])('%s is none', async (value) => {
    const { code, stderr } = await lint(project(), `--shard=${value}`);
    expect([code, stderr]).toEqual([
      2,
      `farout-guard: --shard ${value}: must be <i>/<n>, such as 2/4, with i from 1 to n\n`,
    ]);
  });
});
