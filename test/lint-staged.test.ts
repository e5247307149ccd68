import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Configuration as Configuration16 } from 'lint-staged';
import type { Configuration as Configuration15 } from 'lint-staged-15';
import type { Configuration as Configuration17 } from 'lint-staged-17';
import { describe, expect, test } from 'vitest';
import guard from '../hooks/lint-staged.js';
import { config } from './cli.ts';
import { commit, entryAlone, guarded, onDisk, traced, versions } from './lint-staged.ts';

const entry = fileURLToPath(new URL('../hooks/lint-staged.js', import.meta.url));
const good = 'CREATE TABLE users (id int);\n';
const bad = 'DROP TABLE users;\n';
const blocked = (file: string) => `no-drop-table ${file}`;

/** So many files that lint-staged makes several chunks of them, with the bad one in the middle. */
const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`notes/${index}.md`, 'a note\n']));

const slowNeighbour = `const guard = require('farout-guard/lint-staged');
const { setTimeout } = require('node:timers/promises');
module.exports = { '*.md': async () => { await setTimeout(20); return []; }, ...guard };
`;

/** Flags of lint-staged that change what it hides and stashes, and the version that has them first. */
const flags = [
  ['', 15],
  ['--hide-unstaged', 16],
  ['--hide-all', 17],
] as const;

for (const version of versions) {
  const { major, obstacle, api } = version;
  const title = `lint-staged ${major}${obstacle === null ? '' : ` (skipped: ${obstacle})`}`;

  describe.skipIf(obstacle !== null)(title, () => {
    test('however many chunks it makes, one run judges them all', () => {
      const opened = guarded(version, {}, ['--max-arg-length', '40']);
      opened.stage({ ...many, 'notes.sql': bad });
      expect(commit(opened)).toMatchObject({ verdict: blocked('notes.sql'), folders: ['.'] });
      opened.stage({ 'notes.sql': good });
      expect(commit(opened)).toMatchObject({ verdict: 'committed', folders: ['.'] });
    });

    test('a slow function of a neighbour between the chunks makes no second run; a configuration that requires it', () => {
      const files = { 'lint-staged.config.mjs': null, 'lint-staged.config.cjs': slowNeighbour };
      const opened = guarded(version, files, ['--max-arg-length', '1000', '--concurrent', 'false']);
      opened.stage({ ...many, 'notes.sql': bad });
      expect(commit(opened)).toMatchObject({ verdict: blocked('notes.sql'), folders: ['.'] });
    });

    test('git commit -a and git commit <path> have an index of their own', () => {
      const opened = guarded(version, { 'a.sql': 'SELECT 1;\n', 'b.sql': 'SELECT 1;\n' });
      opened.write({ 'a.sql': bad, 'b.sql': good });
      expect(commit(opened, ['-a'])).toMatchObject({ verdict: blocked('a.sql') });
      expect(commit(opened, ['b.sql'])).toMatchObject({ verdict: 'committed' });
    });

    const known = flags.filter(([, since]) => major >= since).map(([flag]) => flag);
    test.each(known)('what is staged counts, not what is on disk, and the disk stays: lint-staged %s', (flag) => {
      const opened = guarded(version, { 'a.sql': 'SELECT 1;\n', 'gone.sql': good, 'old.sql': good }, [flag]);
      opened.git('rm', '--quiet', 'gone.sql');
      opened.git('mv', 'old.sql', 'new.sql');
      opened.stage({ 'a.sql': bad, 'new.sql': `${good}DROP TABLE teams;\n` });
      opened.write({ 'a.sql': 'SELECT 2;\n', 'untracked.sql': bad });
      expect(commit(opened).verdict).toBe(`${blocked('a.sql')}, ${blocked('new.sql')}`);
      expect(onDisk(opened, 'a.sql')).toBe('SELECT 2;\n');
      opened.stage({ 'a.sql': good, 'new.sql': good });
      opened.write({ 'a.sql': bad });
      expect(commit(opened).verdict).toBe('committed');
      expect(['a.sql', 'untracked.sql', 'gone.sql'].map((path) => onDisk(opened, path))).toEqual([bad, bad, null]);
      expect(opened.git('show', 'HEAD:a.sql')).toBe(good.trimEnd());
    });

    test('what is on disk counts, too, where lint-staged does not hide it: 15 and 16 stage it after the check', () => {
      const files = {
        '.farout-guardrc.json': config.replace('*.sql', '**/*.sql'),
        'one/lint-staged.config.mjs': entryAlone,
        'two/a.sql': 'SELECT 1;\n',
      };
      const opened = guarded(version, files, ['--no-stash --no-hide-partially-staged']);
      opened.stage({ 'one/b c.sql': good, 'two/a.sql': good });
      opened.write({ 'two/a.sql': bad, 'untracked.sql': bad });
      expect(commit(opened).verdict).toBe(blocked('a.sql'));
      opened.stage({ 'two/a.sql': good });
      opened.write({ 'two/a.sql': `${good}SELECT 2;\n` });
      expect(commit(opened).verdict).toBe('committed');
    });

    test('it sees no commit that only deletes: for that the plain hook stands beside it', () => {
      const opened = guarded(version, { 'a.sql': good });
      opened.git('rm', '--quiet', 'a.sql');
      expect(commit(opened)).toMatchObject({ verdict: 'committed', folders: [] });
    });

    test('installed where the path needs quotes; without the program the commit is stopped', () => {
      const place = "it's a place";
      const configuration = `export { default } from ${JSON.stringify(`./${place}/hooks/lint-staged.js`)};\n`;
      const opened = guarded(version, { '.gitignore': `${place}\n`, 'lint-staged.config.mjs': configuration });
      cpSync(dirname(entry), join(opened.root, place, 'hooks'), { recursive: true });
      opened.write({ [`${place}/package.json`]: '{ "type": "module" }' });
      opened.stage({ 'a.md': 'a note\n' });
      expect(commit(opened).verdict).toContain(`${place}/dist/cli.js is missing: install farout-guard again`);
      opened.write({ [`${place}/dist/cli.js`]: `console.log('ran', ...process.argv.slice(2)); process.exit(1);` });
      expect(commit(opened).verdict).toContain('ran lint --staged');
    });

    test('packages with a configuration of lint-staged each, and one of ours: one run', () => {
      const opened = guarded(version, {
        '.farout-guardrc.json': config.replace('*.sql', '**/*.sql'),
        'one/lint-staged.config.mjs': entryAlone,
        'two/lint-staged.config.mjs': entryAlone,
      });
      opened.stage({ 'one/a.sql': good, 'two/b.sql': bad, 'c.sql': good });
      expect(commit(opened)).toMatchObject({ verdict: blocked('b.sql'), folders: [expect.any(String)] });
    });

    test('packages with configurations of both: each of ours judges', () => {
      const own = (name: string) => ({
        [`${name}/lint-staged.config.mjs`]: entryAlone,
        [`${name}/.farout-guardrc.json`]: config,
      });
      const opened = guarded(version, { ...own('one'), ...own('two') });
      opened.stage({ 'one/a.sql': good, 'two/b.sql': bad, 'c.sql': good });
      expect(commit(opened)).toMatchObject({ verdict: blocked('b.sql') });
      opened.stage({ 'two/b.sql': good });
      expect(commit(opened)).toMatchObject({ verdict: 'committed', folders: ['.', 'one', 'two'] });
    });

    test('each call of the API in one process is judged, after a good, a refused and an aborted one', () => {
      const opened = guarded(version);
      const script = `
        import { execFileSync } from 'node:child_process';
        import { writeFileSync } from 'node:fs';
        import guard from 'farout-guard/lint-staged';
        import lintStaged from ${JSON.stringify(pathToFileURL(api).href)};
        const verdicts = [];
        const run = async (file, sql, more = {}) => {
          execFileSync('git', ['reset', '--quiet', '--hard']);
          writeFileSync(file, sql);
          execFileSync('git', ['add', file]);
          const options = { config: { ...guard, ...more }, quiet: true };
          verdicts.push(await lintStaged(options).catch(() => 'aborted'));
        };
        const aborts = { '*.sql': () => { throw new Error('no'); } };
        await run('a.sql', ${JSON.stringify(good)});
        await run('b.sql', ${JSON.stringify(bad)});
        await run('c.sql', ${JSON.stringify(bad)}, aborts);
        await run('d.sql', ${JSON.stringify(bad)});
        await run('e.sql', ${JSON.stringify(good)});
        console.log(JSON.stringify(verdicts));`;
      opened.write({ 'runs.mjs': script });
      const { env, folders } = traced(opened);
      const { stdout, stderr } = opened.run(process.execPath, ['runs.mjs'], { env });
      expect(stdout.trim().split('\n').at(-1), stderr).toBe('[true,false,"aborted",false,true]');
      expect(folders()).toEqual(['.', '.', '.', '.']);
    });
  });
}

test('its types fit those of each version', () => {
  const entries = { ...guard, '*.ts': 'eslint' };
  const configurations: [Configuration15, Configuration16, Configuration17] = [entries, entries, entries];
  expect(configurations.map((each) => Object.keys(each))).toEqual([
    ['?*', '*.ts'],
    ['?*', '*.ts'],
    ['?*', '*.ts'],
  ]);
});

test('of one list, only the part with the first file under each configuration carries the check', () => {
  const opened = guarded(versions[0]!, { 'one/.farout-guardrc.json': config, 'one/deep/a.sql': good });
  const paths = (...names: string[]) => names.map((name) => join(opened.root, name));
  const check = guard['?*'];
  const commands = check(paths('a', 'b', 'one/deep/c'));
  expect(commands).toHaveLength(2);
  expect([
    check([]),
    check(paths('b')),
    check(paths('one/d')),
    check(paths('e', 'a')),
    check(paths('one/deep/c')),
    check(['relative.sql']),
  ]).toEqual([[], [], [], commands, commands, commands]);
});
