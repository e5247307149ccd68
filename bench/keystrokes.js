import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { migration } from './generate.js';
import { loadEditor } from './load-core.js';

const path = 'db/migrations/20260101000002_long.sql';
const typed = '\nALTER TABLE customers ADD COLUMN';
const amount = 30;
const { default: built } = await import('../dist/eslint.js');

/** A migration of some 2,000 lines and its texts after each of 30 keystrokes in the middle of it. */
function typing() {
  const lines = migration(1, 900).split('\n').slice(0, 2000);
  const middle = lines.indexOf('END $$;', 1000) + 1;
  const [before, after] = [lines.slice(0, middle).join('\n'), `\n${lines.slice(middle).join('\n')}\n`];
  const texts = Array.from({ length: amount }, (_, index) => before + typed.slice(0, index + 1) + after);
  return { first: before + after, texts };
}

/** ESLint in this process, as the editor's server runs it: milliseconds for each keystroke. */
export function typeIntoLinter(cwd) {
  const check = linterIn(cwd, built);
  const { first, texts } = typing();
  check(first);
  return timesOf(texts, check);
}

/** The ESLint server of VS Code: milliseconds from each keystroke until the editor has the answer. */
export async function typeIntoServer(cwd) {
  const { startServer } = await loadEditor();
  const { first, texts } = typing();
  writeFileSync(join(cwd, path), first);
  const server = await startServer(cwd, 300_000);
  const file = server.open(path, first);
  await file.diagnostics();
  const times = await timesOf(texts, (text) => {
    file.type(text);
    return file.diagnostics();
  });
  await server.stop();
  return times;
}

/** How many statements are asked for during the keystrokes, and how many of them are parsed anew; outside of a repository. */
export async function parsedAnew(cwd) {
  const { counted, plugin } = await loadEditor();
  const check = linterIn(cwd, plugin);
  const { first, texts } = typing();
  check(first);
  const before = { ...counted };
  await timesOf(texts, check);
  return { asked: counted.asked - before.asked, parsed: counted.parsed - before.parsed };
}

function linterIn(cwd, plugin) {
  const linter = new Linter({ cwd, configType: 'flat' });
  const config = plugin.project({ cwd });
  return (text) => {
    const messages = linter.verify(text, config, { filename: join(cwd, path) });
    if (messages.length === 0 || messages.some(({ fatal }) => fatal)) throw new Error(JSON.stringify(messages));
  };
}

/** Milliseconds for each text, but no longer than a minute in all. */
async function timesOf(texts, check) {
  const [times, begun] = [[], performance.now()];
  for (const text of texts) {
    const started = performance.now();
    if (started - begun > 60_000) break;
    await check(text);
    times.push(performance.now() - started);
  }
  return times;
}
