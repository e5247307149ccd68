import { parentPort } from 'node:worker_threads';
import type { Target } from '../../drive/clients.ts';
import { scriptDriver } from '../../drive/drive.ts';
import type { Posted, Sent } from '../line.ts';
import type { ScriptQuestion, ScriptReplies } from '../scripts.ts';

/** The server to lead clients to. */
export type ServerTarget = Pick<Target, 'connection' | 'ssl'>;

/** What the thread that has scripts run on a server is asked. */
export type ServerQuestion = ScriptQuestion<{ readonly target: ServerTarget }>;

const driver = scriptDriver();

async function answer(question: ServerQuestion): Promise<ScriptReplies[keyof ScriptReplies]> {
  return question.kind === 'prepare' ? driver.prepare(question.drive) : driver.run(question.drive, { ...question.target, stream: null });
} // prettier-ignore

parentPort?.on('message', ({ id, question }: Sent<ServerQuestion>) => {
  const post = (posted: Posted) => parentPort?.postMessage(posted);
  answer(question).then(
    (value) => post({ id, value }),
    (error: unknown) => post({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
