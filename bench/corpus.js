// Lints a folder of projects with the real core and prints what came of it:
//   npm run corpus -- <folder> [--list list.json]       a table of projects, rules, unreadable statements and scripts
//   npm run corpus -- <folder> --show <rule> [N]        N findings of a rule (or of `all` rules) at random, to be read by eye
//   npm run corpus -- <folder> --differential           where the second reader takes a statement for something else
//   … --scripts                                         TypeScript and JavaScript alone
// Exit code 2 when a file made the core fail.
import { parseArgs } from 'node:util';
import { differential } from './corpus-differential.js';
import { projectsOf, randomFrom } from './corpus-files.js';
import { lintProject } from './corpus-lint.js';
import { printScripts } from './corpus-scripts.js';
import { printTables } from './corpus-tables.js';
import { loadCore } from './load-core.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'string' },
    show: { type: 'string' },
    seed: { type: 'string', default: '1' },
    matrix: { type: 'boolean', default: false },
    differential: { type: 'boolean', default: false },
    scripts: { type: 'boolean', default: false },
  },
});
const [folder, count = '10'] = positionals;
if (folder === undefined) throw new Error('usage: npm run corpus -- <folder> [--list list.json]');

const core = await loadCore();
const all = projectsOf(folder, values.list);
const projects = values.scripts ? all.map(onlyScripts).filter(({ paths }) => paths.length > 0) : all;
const scripts = await core.loadScriptReader(projects.flatMap(({ paths }) => paths));
if (values.differential) differential(projects, core, scripts);
else {
  const results = projects.map((project) => lintProject(project, core, scripts));
  const crashes = results.flatMap((result) => result.crashes);
  if (values.show === undefined) {
    printTables(results, values.matrix);
    printScripts(results);
  } else show(results, values.show, Number(count), randomFrom(Number(values.seed)));
  for (const { path, error } of crashes) console.log(`CRASH ${path}\n${error.stack}`);
  if (crashes.length > 0) process.exitCode = 2;
}

function onlyScripts(project) {
  return { ...project, paths: project.paths.filter((path) => project.frameworks.has(path)) };
}

function show(results, wanted, most, random) {
  const findings = results.flatMap((result) => result.findings);
  const rules = wanted === 'all' ? [...new Set(findings.map(({ rule }) => rule))].sort() : [wanted];
  for (const rule of rules) {
    const found = findings.filter((finding) => finding.rule === rule);
    for (const finding of sample(found, most, random)) console.log(`${describe(finding)}\n`);
  }
}

function sample(items, most, random) {
  const rest = [...items];
  const taken = [];
  while (taken.length < most && rest.length > 0) taken.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return taken;
}

/** A finding with its source lines, one before and at most twelve of its own. */
function describe({ rule, project, path, line, column, endLine, message, text }) {
  const lines = text.split(/\r\n|\r|\n/);
  const last = Math.min(Math.max(endLine, line + 3), line + 11);
  const source = lines.slice(Math.max(line - 2, 0), last).map((code, index) => {
    const number = Math.max(line - 1, 1) + index;
    return `${number >= line && number <= endLine ? '>' : ' '}${String(number).padStart(5)} ${code.slice(0, 200)}`;
  });
  return [`${rule}  ${project}/${path}:${line}:${column}`, `  ${message.split('\n')[0]}`, ...source].join('\n');
}
