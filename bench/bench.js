// Measures the command line against bare Node and squawk, and the ESLint plugin against ESLint, in one run on one machine:
//   npm run bench [-- --corpus <folder> [--list list.json]] [--rounds 15] [--only cli|eslint]
// Without a corpus the files are generated. Peak memory needs GNU time at /usr/bin/time.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchEslint } from './bench-eslint.js';
import { projectsOf } from './corpus-files.js';
import { printTable } from './corpus-tables.js';
import { dump, migration } from './generate.js';
import { interleave, run } from './measure.js';
import { guard, node, squawkBinary, squawkScript } from './programs.js';

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    list: { type: 'string' },
    rounds: { type: 'string', default: '15' },
    only: { type: 'string' },
  },
});
const scratch = mkdtempSync(join(tmpdir(), 'farout-guard-bench-'));
try {
  if (values.only !== 'eslint') benchCommandLine(Number(values.rounds));
  if (values.only !== 'cli') await benchEslint(scratch, Number(values.rounds));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function benchCommandLine(rounds) {
  coldStart(rounds);
  manyFiles(values.corpus ? corpusFiles() : generatedFiles());
  growth();
  bigDump('ASCII rows', 'street');
  bigDump('rows with other letters', 'Straße');
}

function write(path, text) {
  const absolute = join(scratch, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
  return absolute;
}

/** One small file, as a hook lints it. */
function coldStart(rounds) {
  const file = write('cold/0001_orders.sql', migration(1, 8));
  const cwd = dirname(file);
  const programs = {
    'node -e 0': [node, '-e', '0'],
    'farout-guard lint': [guard, 'lint', '0001_orders.sql'],
    'node_modules/.bin/squawk': [squawkScript, '0001_orders.sql'],
  };
  const times = interleave(programs, rounds, cwd);
  const [bare, own, other] = Object.values(times);
  console.log(`\nCold start on one file, milliseconds, ${rounds} rounds in turn`);
  printTable(
    ['program', 'min', 'median', 'of bare node (min)', 'of bare node (median)'],
    Object.entries(times).map(([name, { min, median }]) => [
      name,
      min.toFixed(0),
      median.toFixed(0),
      ratio(min, bare.min),
      ratio(median, bare.median),
    ]),
  );
  console.log(
    `farout-guard takes ${ratio(own.min, other.min)} of squawk (min), ${ratio(own.median, other.median)} (median)`,
  );
}

function corpusFiles() {
  const files = projectsOf(values.corpus, values.list).flatMap(({ name, paths, frameworks }) =>
    paths.filter((path) => !frameworks.has(path)).map((path) => `${name}/${path}`),
  );
  return { cwd: values.corpus, files };
}

function generatedFiles() {
  const files = Array.from({ length: 2000 }, (_, index) => `migrations/${String(index).padStart(14, '2')}_x.sql`);
  files.forEach((path, index) => write(`many/${path}`, migration(index, 8)));
  return { cwd: join(scratch, 'many'), files };
}

function manyFiles({ cwd, files: all }) {
  const files = withoutPanics(all, cwd);
  if (files.length < all.length)
    console.log(`\n${all.length - files.length} files make squawk panic; they are left out for all`);
  const cache = join(scratch, 'cache.json');
  const lint = [guard, 'lint', '--format', 'json', '--output-file', join(scratch, 'report.json')];
  const cached = [...lint, '--cache', '--cache-location', cache, ...files];
  const results = [
    ['farout-guard --concurrency 1', best([...lint, '--concurrency', '1', ...files], cwd)],
    ['farout-guard', best([...lint, ...files], cwd)],
    ['farout-guard --cross-check', best([...lint, '--cross-check', ...files], cwd)],
    ['farout-guard --cache, first run', run(cached, cwd)],
    ['farout-guard --cache, again', best(cached, cwd)],
    ['squawk (binary)', best([squawkBinary, '--reporter', 'Json', ...files], cwd)],
  ];
  const squawk = results.at(-1)[1];
  console.log(`\n${files.length} files, the best of 3`);
  printTable(
    ['program', 'seconds', 'files a second', 'peak MB', 'of squawk’s time', 'exit code'],
    results.map(([name, { seconds, megabytes, status }]) => [
      name,
      seconds.toFixed(2),
      Math.round(files.length / seconds),
      megabytes,
      ratio(seconds, squawk.seconds),
      status,
    ]),
  );
}

/** Files on which squawk comes to an end: a panic (exit code 101) takes seconds, so they are looked for in lots. */
function withoutPanics(files, cwd) {
  const survives = (lot) => run([squawkBinary, '--reporter', 'Json', ...lot], cwd).status !== 101;
  const lots = Array.from({ length: Math.ceil(files.length / 200) }, (_, lot) =>
    files.slice(lot * 200, lot * 200 + 200),
  );
  return lots.flatMap((lot) => (survives(lot) ? lot : lot.filter((file) => survives([file]))));
}

function best(command, cwd) {
  const runs = [1, 2, 3].map(() => run(command, cwd));
  return runs.sort((a, b) => a.seconds - b.seconds)[0];
}

/** One file that grows. */
function growth() {
  const rows = [100, 1_000, 10_000].map((statements) => {
    const text = migration(1, statements);
    const file = write(`growth/${statements}.sql`, text);
    const lint = [
      guard,
      'lint',
      '--format',
      'json',
      '--output-file',
      join(scratch, 'report.json'),
      '--config',
      write('growth/.farout-guardrc', '{}'),
      file,
    ];
    return { statements, size: text.length, ...best(lint, dirname(file)) };
  });
  console.log('\nGrowth of one file');
  printTable(
    ['statements', 'KB', 'seconds', 'of the first', 'peak MB'],
    rows.map(({ statements, size, seconds, megabytes }) => [
      statements,
      Math.round(size / 1024),
      seconds.toFixed(2),
      ratio(seconds, rows[0].seconds),
      megabytes,
    ]),
  );
}

/** 100 MB as pg_dump writes them. */
function bigDump(what, word) {
  const file = write('dump.sql', dump(100_000_000, word));
  const { seconds, megabytes, status } = run([guard, 'lint', 'dump.sql'], dirname(file));
  console.log(`\nA dump of 100 MB, ${what}: ${seconds.toFixed(2)} s, ${megabytes} MB at its peak, exit code ${status}`);
}

function ratio(value, base) {
  return `${(value / base).toFixed(2)}×`;
}
