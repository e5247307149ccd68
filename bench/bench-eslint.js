import { join } from 'node:path';
import { printTable } from './corpus-tables.js';
import { writeProject } from './eslint-project.js';
import { parsedAnew, typeIntoLinter, typeIntoServer } from './keystrokes.js';
import { interleave, run, summary } from './measure.js';
import { guard, node } from './programs.js';

const eslint = [node, 'node_modules/eslint/bin/eslint.js'];
const sql = 'db/migrations/20260101000000_orders.sql';
const script = 'db/migrations/20260101000001_orders.ts';

/** Measures the ESLint plugin, in a repository and outside of one, and tells which goals it reaches. */
export async function benchEslint(scratch, rounds) {
  for (const [name, isRepository] of [
    ['in a repository', true],
    ['without git', false],
  ]) {
    const folder = join(scratch, isRepository ? 'eslint-git' : 'eslint');
    writeProject(folder, isRepository);
    oneFile(folder, name, rounds);
    manyFiles(folder, name, Math.max(3, Math.round(rounds / 5)));
    await keystrokes(folder, name);
  }
  await memory(join(scratch, 'eslint'));
}

function oneFile(cwd, where, rounds) {
  const commands = {
    'one .js, one rule of ESLint': [...eslint, '--config', 'js.config.mjs', 'script.js'],
    'one .sql, farout-guard': [...eslint, '--config', 'sql.config.mjs', sql],
    'one .ts, its parser alone': [...eslint, '--config', 'ts.config.mjs', script],
    'one .ts, its parser and farout-guard': [...eslint, '--config', 'eslint.config.mjs', script],
  };
  const times = inTurn(commands, rounds, cwd);
  const [js, ours, parser, both] = Object.values(times);
  print(`ESLint on one file ${where}, milliseconds, ${rounds} rounds in turn`, times, {
    divisor: 'of one .js',
    base: js,
  });
  goal('one .sql ÷ one .js', ours, js, 1.5);
  goal('one .ts ÷ its parser alone', both, parser);
}

function manyFiles(cwd, where, rounds) {
  const json = (program, name) => [...program, '--format', 'json', '--output-file', `${name}.json`];
  const lint = [...json([node, guard, 'lint'], 'guard'), 'many'];
  const commands = {
    'farout-guard --concurrency 1': [...lint, '--concurrency', '1'],
    'farout-guard': lint,
    'ESLint with farout-guard': [...json(eslint, 'eslint'), '--config', 'sql.config.mjs', 'many'],
  };
  const times = inTurn(commands, rounds, cwd);
  const [single, own, plugin] = Object.values(times);
  print(`1,000 files of SQL ${where}, milliseconds, ${rounds} rounds in turn`, times, {
    divisor: 'of farout-guard',
    base: own,
  });
  goal('ESLint ÷ farout-guard --concurrency 1', plugin, single, 5);
  goal('ESLint ÷ farout-guard', plugin, own, 5);
}

/** `interleave`, for commands that come to an end without an error. */
function inTurn(commands, rounds, cwd) {
  for (const [name, command] of Object.entries(commands)) {
    const { status } = run(command, cwd);
    if (status !== 0 && status !== 1) throw new Error(`${name}: exit code ${status}`);
  }
  return interleave(commands, rounds, cwd);
}

async function keystrokes(cwd, where) {
  const times = { 'Linter.verify': await typeIntoLinter(cwd), 'language server': await typeIntoServer(cwd) };
  console.log(`\nAfter a keystroke in a migration of 2,000 lines ${where}, milliseconds`);
  printTable(
    ['', 'keystrokes', 'min', 'median', '95th percentile', 'goal: 50 ms'],
    Object.entries(times).map(([name, each]) => {
      const { min, median } = summary(each);
      const late = each.toSorted((a, b) => a - b)[Math.ceil(each.length * 0.95) - 1];
      return [name, each.length, min.toFixed(1), median.toFixed(1), late.toFixed(1), verdict(late <= 50)];
    }),
  );
}

async function memory(cwd) {
  const { asked, parsed } = await parsedAnew(cwd);
  const share = ((100 * parsed) / asked).toFixed(2);
  console.log(`\nParsed anew after keystrokes: ${parsed} of ${asked} statements (${share} %)`);
}

function print(title, times, { divisor, base }) {
  console.log(`\n${title}`);
  printTable(
    ['', 'min', 'median', `${divisor} (min)`, `${divisor} (median)`],
    Object.entries(times).map(([name, { min, median }]) => [
      name,
      min.toFixed(0),
      median.toFixed(0),
      ratio(min, base.min),
      ratio(median, base.median),
    ]),
  );
}

/** Reached where the minima reach it: what is above them is the machine's. */
function goal(what, ours, base, most) {
  const told = `${ratio(ours.min, base.min)} (min), ${ratio(ours.median, base.median)} (median)`;
  const wanted = most === undefined ? '' : `; goal ${most}×: ${verdict(ours.min / base.min <= most)}`;
  console.log(`${what}: ${told}${wanted}`);
}

const verdict = (isReached) => (isReached ? 'reached' : 'NOT reached');
const ratio = (value, base) => `${(value / base).toFixed(2)}×`;
