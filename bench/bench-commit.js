// Measures what a hook adds to a commit, in one run on one machine: npm run bench:commit [-- --rounds 15]
// Every commit adds migrations that are right, and every hook lets it go. The hooks take turns, so that a busy machine is unfair
// to all alike.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { printTable } from './corpus-tables.js';
import { summary } from './measure.js';
import { node } from './programs.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const rounds = Number(values.rounds);
const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'farout-guard-bench-'));
const project = join(scratch, 'project');
const ours = 'sh node_modules/farout-guard/hooks/pre-commit "$@"';

/** For each hook: the folder that git finds it in, and what it runs; null for our file itself, undefined for nothing. */
const hooks = {
  'no hook': ['no-hooks'],
  'farout-guard as a plain git hook': ['plain', null],
  'husky + node -e 0': ['.husky-node/_', 'node -e 0'],
  'husky + farout-guard': ['.husky-ours/_', ours],
  'husky + lint-staged 16 + farout-guard': ['.husky-both/_', 'lint-staged --config ours.config.mjs'],
  'husky + lint-staged 16 + squawk': ['.husky-squawk/_', 'lint-staged --config squawk.config.mjs'],
};

try {
  setUp();
  for (const amount of [1, 20]) report(amount, measure(amount));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function setUp() {
  for (const name of ['husky', 'lint-staged']) link(`node_modules/${name}`, name);
  for (const name of ['lint-staged', 'squawk']) link(`node_modules/.bin/${name}`, `.bin/${name}`);
  link('.', 'farout-guard');
  write('.gitignore', 'node_modules\n');
  write('package.json', '{ "private": true }');
  write('.farout-guardrc', '{}');
  write('ours.config.mjs', "export { default } from './node_modules/farout-guard/hooks/lint-staged.js';\n");
  write('squawk.config.mjs', "export default { '*.sql': 'squawk' };\n");
  run('git', ['init', '--quiet', '--template=', '--initial-branch=main']);
  for (const [folder, script] of Object.values(hooks)) install(folder, script);
  run('git', ['add', '--all']);
  run('git', ['-c', 'core.hooksPath=no-hooks', 'commit', '--quiet', '--message', 'first']);
}

function link(path, name) {
  const place = join(project, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(root, path), place);
}

function write(path, text) {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

function install(folder, script) {
  if (script === undefined) return;
  if (script !== null) {
    run(node, [join(root, 'node_modules/husky/bin.js'), dirname(folder)]);
    write(`${dirname(folder)}/pre-commit`, `${script}\n`);
    return;
  }
  mkdirSync(join(project, folder));
  copyFileSync(join(root, 'hooks/pre-commit'), join(project, folder, 'pre-commit'));
  chmodSync(join(project, folder, 'pre-commit'), 0o755);
}

/** Git and hooks without the settings of this machine, of a hook around this run, or of its person. */
function run(program, args) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_') && name !== 'HUSKY');
  const person = { NAME: 'Ada', EMAIL: 'ada@example.org' };
  const people = ['AUTHOR', 'COMMITTER'].flatMap((role) =>
    Object.entries(person).map(([key, value]) => [`GIT_${role}_${key}`, value]),
  );
  const env = {
    ...Object.fromEntries([...inherited, ...people]),
    HOME: join(scratch, 'home'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const { status, error, stdout, stderr } = spawnSync(program, args, { cwd: project, env, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${status}\n${stdout}${stderr}`);
}

function measure(amount) {
  const times = Object.fromEntries(Object.keys(hooks).map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, [folder]] of Object.entries(hooks)) {
      const time = commit(folder, `${round + 1}`.padStart(4, '0'), amount);
      // The first round fills caches.
      if (round >= 0) times[name].push(time);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, summary(each)]));
}

/** The time of one commit, in milliseconds; the repository is then as before. */
function commit(folder, number, amount) {
  for (let index = 0; index < amount; index += 1) {
    const name = `2026${number}${String(index).padStart(6, '0')}_create_orders_${index}`;
    write(`migrations/${name}.sql`, migration(name, `${number}_${index}`));
  }
  run('git', ['add', '--all']);
  const started = performance.now();
  run('git', ['-c', `core.hooksPath=${folder}`, 'commit', '--quiet', '--message', 'migrations']);
  const time = performance.now() - started;
  run('git', ['reset', '--quiet', '--hard', 'HEAD~1']);
  return time;
}

/** A migration that all the tools let go. */
function migration(name, id) {
  return `-- Migration: ${name}
-- Description: keep orders
-- Author: Ada
-- Date: 2026-01-31
-- Affects: orders
-- Rollback: nothing to undo but the table itself
-- farout-guard: irreversible -- its rows are the only record of what was ordered

SET lock_timeout = '2s';
SET statement_timeout = '30s';

CREATE TABLE IF NOT EXISTS orders_${id} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer text NOT NULL,
  total numeric NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now()
);
`;
}

function report(amount, times) {
  const base = times['no hook'];
  const added = (name, key) => times[name][key] - base[key];
  const heaviest = Object.keys(hooks).at(-1);
  const share = (name, key) => `${(added(name, key) / added(heaviest, key)).toFixed(2)}×`;
  console.log(
    `\nA commit with ${amount} staged migration${amount === 1 ? '' : 's'}, milliseconds, ${rounds} rounds in turn`,
  );
  printTable(
    ['hook', 'min', 'median', 'added (median)', 'of what squawk adds (min)', '(median)'],
    Object.entries(times).map(([name, { min, median }]) => [
      name,
      min.toFixed(0),
      median.toFixed(0),
      added(name, 'median').toFixed(0),
      share(name, 'min'),
      share(name, 'median'),
    ]),
  );
  console.log(
    `husky + farout-guard adds ${share('husky + farout-guard', 'median')} of what husky + lint-staged + squawk adds`,
  );
}
