import type { PGlite } from '@electric-sql/pglite';
import { writeFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { Answer } from '../database.ts';
import type { Posted, Sent } from '../line.ts';
import { writeImage } from './image.ts';
import type { Question, Replies, SetUp } from './messages.ts';
import { firstLine, rowsOn, runOn } from './open.ts';
import { loadScripts, type Scripts } from './scripts.ts';
import { loadPglite } from './load.ts';
import { dataFolder, filesOf, startPglite, type Started } from './start.ts';

interface Opened extends Started {
  readonly version: string;
}

let current: Opened | null = null;
let scripts: Promise<Scripts> | null = null;

function opened(): Opened {
  if (!current) throw new Error('no database is open');
  return current;
}

/** `step` is called when a part of it is done. */
async function answer(question: Question, step: () => void): Promise<Replies[keyof Replies]> {
  switch (question.kind) {
    case 'load':
      loadPglite(question.from);
      return null;
    case 'open':
      await current?.close();
      current = null;
      current = await open(question.setUp);
      return { version: current.version };
    case 'run':
      return runAll(question.texts, step);
    case 'rows':
      return rowsOn(opened().pglite, question.select);
    case 'copy':
      await write(opened().pglite, question);
      return { path: question.to };
    case 'prepare':
      return (await (scripts ??= loadScripts())).prepare(question.drive);
    case 'drive':
      return (await (scripts ??= loadScripts())).run(question.drive, opened());
  }
}

async function runAll(texts: readonly string[], step: () => void): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const text of texts) {
    const said = await runOn(opened().pglite, text);
    answers.push(said);
    if (said.failure) break;
    step();
  }
  return answers;
}

async function open(setUp: SetUp): Promise<Opened> {
  const started = await startPglite(setUp);
  const rows = await rowsOn(started.pglite, "SELECT current_setting('server_version') AS version");
  return { ...started, version: versionIn(rows) };
}

/** Without a checkpoint whoever opens the copy would have to replay what was logged. */
async function write(from: PGlite, { to, as }: Extract<Question, { kind: 'copy' }>): Promise<void> {
  await from.exec('CHECKPOINT');
  if (as === 'image') writeImage(filesOf(from), dataFolder, to);
  else writeFileSync(to, new Uint8Array(await (await from.dumpDataDir('none')).arrayBuffer()));
}

function versionIn(rows: string): string {
  const [row] = JSON.parse(rows) as [{ readonly version: string }];
  return row.version;
}

parentPort?.on('message', ({ id, question }: Sent<Question>) => {
  const post = (posted: Posted) => parentPort?.postMessage(posted);
  answer(question, () => post({ id, step: true })).then(
    (value) => post({ id, value }),
    (error: unknown) => post({ id, error: firstLine(error) }),
  );
});
