import type { PGlite } from '@electric-sql/pglite';
import { parentPort } from 'node:worker_threads';
import type { Posted, Sent } from '../line.ts';
import type { Question, Replies } from './messages.ts';
import { firstLine, rowsOn, runOn } from './open.ts';
import { startPglite } from './start.ts';

let pglite: PGlite | null = null;

function opened(): PGlite {
  if (!pglite) throw new Error('no database is open');
  return pglite;
}

async function answer(question: Question): Promise<Replies[keyof Replies]> {
  switch (question.kind) {
    case 'open':
      await pglite?.close();
      pglite = await startPglite(question.setUp);
      return { version: versionIn(await rowsOn(pglite, "SELECT current_setting('server_version') AS version")) };
    case 'run':
      return runOn(opened(), question.sql);
    case 'rows':
      return rowsOn(opened(), question.select);
    case 'copy':
      return dump(opened());
  }
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
