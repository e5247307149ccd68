// Runs the migrations of a folder of projects on a database, up, up again, down, up, and compares that with what the rules say:
//   npm run corpus:run -- <folder> [project…] [--engine pglite|postgres] [--show] [--most N]
// For each project: how many migrations ran, what kept the others from it, and how often rules and runs agree. --show prints each case in
// which they do not.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { settingsOf } from './corpus-settings.js';
import { loadTrials } from './load-core.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string', default: 'pglite' },
    show: { type: 'boolean', default: false },
    failures: { type: 'boolean', default: false },
    most: { type: 'string' },
    timeout: { type: 'string', default: '60' },
  },
});
const [folder, ...names] = positionals;
if (folder === undefined) throw new Error('usage: npm run corpus:run -- <folder> [project…]');
const trials = await loadTrials();
const projects = names.length > 0 ? names : readdirSync(folder).filter((name) => !name.startsWith('.'));
const abouts = ['second run', 'way back'];
const total = Object.fromEntries(abouts.map((about) => [about, { both: 0, rule: 0, run: 0, none: 0 }]));
for (const name of projects) await project(name);
for (const about of abouts) console.log(`ALL ${about}: ${words(total[about])}`);

async function project(name) {
  const root = join(folder, name);
  const started = performance.now();
  const config = trials.mergeConfigs([{ migrations: ['**/*'], ...settingsOf(name) }], { path: null, root });
  const process_ = { cwd: () => root, env: process.env, version: process.version };
  const chosen = await trials.choose({ patterns: [], wanted: null, chain: true }, config, process_);
  const results = [];
  for (const { chain, paths } of chosen.groups) {
    const some = values.most === undefined ? paths : new Set(chain.paths.slice(0, Number(values.most)));
    const wish = { kind: values.engine, url: null, timeout: Number(values.timeout) * 1000 };
    const open = (extensions, hasScripts) => trials.openEngine(wish, { root, extensions, hasScripts, postgres: config.postgres, path: process.env.PATH });
    const { setup, ignore, stubExtensions: stubs } = config.test;
    const wanted = { chain, paths: some, setup, ignore, locks: false, memory: null, open, progress() {} };
    try {
      for await (const result of trials.runTrials(wanted, { ...chosen.around, stubs })) results.push(result);
    } catch (error) {
      console.log(`  CRASH ${name} ${chain.framework} after ${results.length}: ${error.stack}`);
    }
  }
  report(name, results, performance.now() - started);
} // prettier-ignore

function report(name, results, milliseconds) {
  const tried = results.filter(({ kind }) => kind === 'tried');
  const untestable = results.filter(({ kind }) => kind === 'untestable');
  const counts = new Map();
  for (const { findings } of tried) for (const rule of new Set(findings.map(({ rule }) => rule))) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const each = tried.length > 0 ? Math.round(tried.reduce((sum, one) => sum + one.milliseconds, 0) / tried.length) : 0;
  console.log(`${name}: ${tried.length} of ${results.length} ran (${tried[0]?.engine}), ${each} ms each, ${(milliseconds / 1000).toFixed(1)} s`);
  for (const [rule, count] of counts) console.log(`  ${rule}: ${count}`);
  for (const [reason, count] of tally(untestable.map(({ reason }) => reason)).slice(0, 8)) console.log(`  not testable ${count}: ${reason.slice(0, 300)}`);
  for (const about of abouts) {
    const own = { both: 0, rule: 0, run: 0, none: 0 };
    for (const result of tried)
      for (const opinion of result.opinions.filter((each) => each.about === about)) {
        const key = opinion.static ? (opinion.run ? 'both' : 'rule') : opinion.run ? 'run' : 'none';
        own[key] += 1;
        total[about][key] += 1;
        if (values.show && (key === 'rule' || key === 'run')) show(key, about, result);
      }
    console.log(`  ${about}: ${words(own)}`);
  }
  const sent = tried.flatMap(({ source, live }) => (live?.sent ? [{ path: source.path, ...live.sent }] : []));
  if (sent.length > 0) {
    const sum = (pick) => sent.reduce((total, one) => total + pick(one), 0);
    console.log(`  read against sent: ${sum(({ both }) => both)} both, ${sum(({ onlySent }) => onlySent.length)} only sent, ${sum(({ onlyRead }) => onlyRead.length)} only read; ${sent.filter(({ onlySent }) => onlySent.length > 0).length} of ${sent.length} files send what was not read`);
    if (values.show) for (const { path, onlySent, onlyRead } of sent) if (onlySent.length + onlyRead.length > 0) console.log(`    ${path}\n      only sent: ${onlySent.join('; ').slice(0, 300)}\n      only read: ${onlyRead.join('; ').slice(0, 300)}`);
  }
  if (values.failures) for (const { source, findings } of tried) for (const { rule, message, line } of findings.filter(({ rule }) => /up-fails|down-fails|on-data/.test(rule))) console.log(`  ${rule} ${source.path}:${line} ${message.split('\n')[0].slice(0, 200)}`);
} // prettier-ignore

function show(key, about, { live: { subject, report } }) {
  const { stumble, schema, data } = about === 'second run' ? report.again : report.down;
  const run = stumble ? trials.inWords(stumble) : [trials.printDifferences(schema), ...data.map(trials.wordsOf)].join(' | ');
  const said = subject.findings.filter(({ rule }) => rule === (about === 'second run' ? 'require-idempotent-guard' : 'require-down-migration'));
  console.log(`  ${key === 'rule' ? 'RULE ALONE' : 'RUN ALONE'} ${about} ${subject.source.path}\n      run: ${run.replaceAll('\n', ' | ').slice(0, 300)}\n      rule: ${said.map(({ line, message }) => `${line}: ${message.split('\n')[0]}`).join(' | ').slice(0, 400)}`);
} // prettier-ignore

function tally(words) {
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** Precision: of what the rule finds, what a run shows; recall: of what a run shows, what the rule finds. */
function words({ both, rule, run, none }) {
  const share = (part, whole) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);
  return `both ${both}, rule alone ${rule}, run alone ${run}, neither ${none}; precision ${share(both, both + rule)}, recall ${share(both, both + run)}`;
} // prettier-ignore
