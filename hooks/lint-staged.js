import { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const inPackage = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const program = inPackage('dist/cli.js');

/**
 * Of each configuration of ours, by its folder: the file that carries its one check.
 * lint-staged asks for the commands of all chunks first, and only then runs them; each of its runs begins with calls of git.
 * So whatever is started ends the run that this is about: a check too many costs time, a missing one costs data.
 */
const carriers = new Map();
let isToldOfStarts = false;

subscribe('child_process', () => {
  isToldOfStarts = true;
  carriers.clear();
});
// Never started: it shows whether this runtime tells of starts at all. Where it does not, each chunk is checked.
new ChildProcess();

/** The commands that judge the commit, for one chunk of it: the one with the first file under its configuration. */
function commandsFor(files) {
  const folders = new Map();
  // No short cut: the chunks that follow need to know all that is judged here.
  const carrying = files.filter((file) => !isToldOfStarts || !isAbsolute(file) || isCarrier(file, folders));
  if (carrying.length === 0) return [];
  if (!existsSync(program)) console.error(`farout-guard: ${program} is missing: install farout-guard again`);
  const node = quoted(process.execPath);
  return [`${node} ${quoted(program)} lint --staged`, `${node} ${quoted(inPackage('hooks/lint-staged-unhidden.js'))}`];
}

function isCarrier(file, folders) {
  const folder = configuredFolder(dirname(file), folders);
  if (!carriers.has(folder)) carriers.set(folder, file);
  return carriers.get(folder) === file;
}

/** The folder of the configuration that holds in a folder; without one the root of the repository. */
function configuredFolder(folder, known) {
  const parent = dirname(folder);
  const found =
    known.get(folder) ??
    (parent === folder || isConfigured(folder, namesIn(folder)) ? folder : configuredFolder(parent, known));
  known.set(folder, found);
  return found;
}

function isConfigured(folder, names) {
  if (names.some((name) => name === '.git' || /^(?:\.farout-guardrc|farout-guard\.config\.)/.test(name))) return true;
  return (
    names.includes('package.json') && /"farout-guard"\s*:\s*\{/.test(readFileSync(join(folder, 'package.json'), 'utf8'))
  );
}

/** A folder may be gone: of a file that is deleted, or by a task of another run. */
function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

// Single quotes also hold in the shell of lint-staged 15's --shell, where the double ones would let `$` through.
function quoted(path) {
  const quote = process.platform === 'win32' || path.includes("'") ? '"' : "'";
  return quote + path + quote;
}

/** Any name: a key that nobody else uses, so that no entry of a project takes the place of ours. */
const guard = { '?*': commandsFor };

export { guard as default, guard as 'module.exports' };
