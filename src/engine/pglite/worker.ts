import type { PGlite } from '@electric-sql/pglite';
import { parentPort } from 'node:worker_threads';
import type { Posted, Sent } from '../line.ts';
import type { Question, Replies, SetUp } from './messages.ts';
import { firstLine, rowsOn, runOn } from './open.ts';
import { loadScripts, type Scripts } from './scripts.ts';
import { startPglite } from './start.ts';

interface Opened {
  readonly pglite: PGlite;
  readonly version: string;
}

let current: Opened | null = null;
let scripts: Promise<Scripts> | null = null;

function opened(): Opened {
  if (!current) throw new Error('no database is open');
  return current;
}

async function answer(question: Question): Promise<Replies[keyof Replies]> {
  switch (question.kind) {
    case 'open':
      await current?.pglite.close();
      current = await open(question.setUp);
      return { version: current.version };
    case 'run':
      return runOn(opened().pglite, question.sql);
    case 'rows':
      return rowsOn(opened().pglite, question.select);
    case 'copy':
      return dump(opened().pglite);
    case 'prepare':
      return (await (scripts ??= loadScripts())).prepare(question.drive);
    case 'drive':
      return (await (scripts ??= loadScripts())).run(question.drive, opened());
  }
}

async function open(setUp: SetUp): Promise<Opened> {
  const pglite = await startPglite(setUp);
  return { pglite, version: versionIn(await rowsOn(pglite, "SELECT current_setting('server_version') AS version")) };
}

/** Without a checkpoint whoever opens the copy would have to replay what was logged. */
async function dump(from: PGlite): Promise<Uint8Array<ArrayBuffer>> {
  await from.exec('CHECKPOINT');
  return new Uint8Array(await (await from.dumpDataDir('none')).arrayBuffer());
}

function versionIn(rows: string): string {
  const [row] = JSON.parse(rows) as [{ readonly version: string }];
  return row.version;
}

parentPort?.on('message', ({ id, question }: Sent<Question>) => {
  const post = (posted: Posted) => parentPort?.postMessage(posted);
  answer(question).then(
    (value) => post({ id, value }),
    (error: unknown) => post({ id, error: firstLine(error) }),
  );
});
