import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Linter } from 'eslint';
import { afterAll, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { FileConfig } from '../../src/config/types.ts';
import { changesSince, readSinceHead } from '../../src/files/git/since-head.ts';
import { lintSource } from '../../src/lint.ts';
import { parse } from '../../src/script/parse.ts';
import { scriptReader } from '../../src/script/read-script.ts';
import type { Changes, Finding, SourceFile } from '../../src/types.ts';
import { type FixtureCase, readFixtures } from '../fixture-case.ts';
import { mergeConfigs } from '../../src/config/merge.ts';
import { configFor } from '../rule-config.ts';
import { eslints, plugin, typescript } from './eslints.ts';

const names = Object.keys(rules);
const scripts = scriptReader(parse);
const home = mkdtempSync(join(realpathSync(tmpdir()), 'farout-guard-eslint-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A finding or a message of ESLint's as both can be compared. */
interface Row {
  readonly rule: string;
  readonly place: string;
  readonly message: string;
}

const sorted = (rows: readonly Row[]) => rows.map(({ rule, place, message }) => `${place} ${rule} ${message}`).sort();

const fromFinding = ({ rule, line, column, endLine, endColumn, message }: Finding): Row => ({
  rule,
  message,
  place: `${line}:${column}-${endLine}:${endColumn}`,
});
const fromMessage = ({ ruleId, line, column, endLine, endColumn, message }: Linter.LintMessage): Row => ({
  rule: ruleId?.replace('farout-guard/', '') ?? '',
  message,
  place: `${line}:${column}-${endLine}:${endColumn}`,
});

/** What ESLint finds out by itself. */
const facts = { now: Date.now(), inGit: null, authors: {}, signatures: {} };

let amount = 0;

/** Writes a fixture to the disk, with its history in a repository of its own. */
function laidOut({ before, after }: FixtureCase): string {
  const root = join(home, String(amount++));
  const write = (path: string, bytes: Uint8Array) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  };
  mkdirSync(root);
  if (before) {
    for (const [path, bytes] of before) write(path, bytes);
    git(root, 'init', '--quiet', '--template=');
    git(root, 'add', '--all', '--force');
    git(root, 'commit', '--quiet', '--allow-empty', '-m', 'base');
    for (const name of readdirSync(root)) if (name !== '.git') rmSync(join(root, name), { recursive: true });
  }
  for (const [path, bytes] of after) write(path, bytes);
  // So that git sees what is renamed.
  if (before) git(root, 'add', '--all', '--force');
  return root;
}

function git(cwd: string, ...args: readonly string[]): void {
  const settings = [
    'user.name=x',
    'user.email=x@example.org',
    'core.hooksPath=/dev/null',
    'maintenance.auto=false',
  ].flatMap((setting) => ['-c', setting]);
  const { status, stderr } = spawnSync('git', [...settings, ...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

function configOf({ rules: active, adapter, approvals }: FileConfig, root: string): Linter.Config[] {
  return [
    { files: ['**/*.{ts,mts,cts}'], languageOptions: { parser: typescript } },
    { files: ['**/*.sql', '**/*.SQL'], language: 'farout-guard/sql' },
    {
      files: ['**'],
      plugins: { 'farout-guard': plugin },
      settings: {
        'farout-guard': {
          root,
          postgres: 15,
          ...(adapter === null ? {} : { adapter }),
          ...projectWith(approvals, root),
        },
      },
      rules: Object.fromEntries(
        active.map(({ name, severity, options }) => [`farout-guard/${name}`, [severity, options]]),
      ),
    },
  ];
}

/** What only a project's configuration says. */
function projectWith(approvals: FileConfig['approvals'], root: string): object {
  return approvals.mode === 'inline'
    ? {}
    : { project: { ...mergeConfigs([{ approvals, migrations: ['**'] }], { path: null, root }), rules: {} } };
}

/** Fixtures of which ESLint cannot say the same, because it has read the script before us, and why. */
const byEslint: Readonly<Record<string, string>> = {
  'unverifiable-sql/script-broken.ts': 'ESLint cannot parse it either, and says so',
  'unverifiable-sql/script-git-lfs-pointer.js': 'ESLint cannot parse it either, and says so',
};

/** In a script ESLint's own comments silence without asking us: what they must not silence stands above the first line. */
const hiddenByEslint: Readonly<Record<string, readonly string[]>> = {
  'directive/script.ts': ['19:30-19:49 no-drop-table'],
};

/** Fixtures whose files have too little in common for git to see new names; what it sees is judged. */
const renamedBeyondGit = ['no-edit-migration/renamed'];

async function changesOf(
  title: string,
  { changes }: FixtureCase,
  root: string,
): Promise<(source: SourceFile) => Changes | null> {
  if (!renamedBeyondGit.includes(title)) return () => changes;
  const snapshot = await readSinceHead({ cwd: root, root, baseBranch: null }, process.env, () => 'migration');
  if (!snapshot) throw new Error(`${title}: git has no commit`);
  const since = changesSince(snapshot, process.env);
  return ({ path, text }) => since(path, text);
}

/** Findings as ESLint must give them. */
function expectedRows(findings: readonly Finding[], text: string, fixture: string): readonly Row[] {
  const isUnused = ({ messageId, line }: Finding) =>
    messageId === 'unused' && (text.split('\n')[line - 1] ?? '').includes('eslint-');
  return findings
    .filter((finding) => finding.approval === null && !isUnused(finding))
    .map(fromFinding)
    .map((row) => (hiddenByEslint[fixture]?.includes(`${row.place} ${row.rule}`) ? { ...row, place: '0:1-0:1' } : row));
}

const isForEslint = ({ source: { subject = 'migration' } }: FixtureCase['sources'][number]) =>
  subject === 'migration' || subject === 'unreadable file';

const fixtures = names.flatMap((name) =>
  readFixtures(`fixtures/rules/${name}`).map((fixture) => [`${name}/${fixture.title}`, name, fixture] as const),
);

test.each(fixtures.filter(([, , { sources }]) => sources.some(isForEslint)))('%s', async (title, name, fixture) => {
  const root = laidOut(fixture);
  const changesFor = await changesOf(title, fixture, root);
  for (const { source, fixture: said, bytes } of fixture.sources.filter(isForEslint)) {
    const { path, problem } = source;
    const config = configFor(name, said);
    const { findings } = lintSource(source, fixture.files, config, { changes: changesFor(source), scripts, facts });
    const expected = sorted(expectedRows(findings, source.text, title));
    const text = problem === undefined ? source.text : new TextDecoder().decode(bytes);
    for (const [version, { Linter }] of eslints) {
      const linter = new Linter({ cwd: root, configType: 'flat' });
      const messages = linter.verify(text, configOf(config, root), { filename: join(root, path) });
      const isFatal = messages.some(({ fatal }) => fatal);
      expect([version, path, isFatal]).toEqual([version, path, title in byEslint]);
      if (!isFatal)
        expect([version, path, sorted(messages.filter(isOurs).map(fromMessage))]).toEqual([version, path, expected]);
    }
  }
});

const isOurs = ({ ruleId }: Linter.LintMessage) => ruleId !== null;
