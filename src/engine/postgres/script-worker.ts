import type { ClientConfig } from 'pg';
import { parentPort } from 'node:worker_threads';
import type { Target } from '../../drive/clients.ts';
import { scriptDriver } from '../../drive/drive.ts';
import type { Posted, Sent } from '../line.ts';
import type { ScriptQuestion, ScriptReplies } from '../scripts.ts';

/** What the thread that has scripts run on a server is asked. */
export type ServerQuestion = ScriptQuestion<{ readonly config: ClientConfig }>;

const driver = scriptDriver();

async function answer(question: ServerQuestion): Promise<ScriptReplies[keyof ScriptReplies]> {
  return question.kind === 'prepare' ? driver.prepare(question.drive) : driver.run(question.drive, targetOf(question.config));
} // prettier-ignore

function targetOf({ host = 'localhost', port = 5432, user = 'postgres', password, database = user, ssl = false }: ClientConfig): Target {
  return {
    connection: { host, port, user, password: typeof password === 'string' ? password : '', database },
    ssl,
    stream: null,
  };
} // prettier-ignore

parentPort?.on('message', ({ id, question }: Sent<ServerQuestion>) => {
  const post = (posted: Posted) => parentPort?.postMessage(posted);
  answer(question).then(
    (value) => post({ id, value }),
    (error: unknown) => post({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
