import { fork } from 'node:child_process';
import { Worker } from 'node:worker_threads';

/** What came of a question: its answer, what went wrong in answering it, or that there is nobody left to answer. */
export type Reply<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'error'; readonly message: string }
  /** `steps`: how many were told before. */
  | { readonly kind: 'timeout' | 'died'; readonly message: string; readonly steps: number };

/** A line to a thread or process that answers questions. */
export interface Line<Question> {
  /** Asks, and waits for at most so many milliseconds, for each step anew: then whoever should answer is ended, and the line with it. */
  ask<T>(question: Question, timeout: number): Promise<Reply<T>>;
  /** Ends whoever is there, whatever they are doing. */
  end(): Promise<void>;
}

/** What comes back: the question's number with its answer, or that one step of it is done. */
export type Posted =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly id: number; readonly step: true };

/** What a thread or process is sent. */
export interface Sent<Question> {
  readonly id: number;
  readonly question: Question;
}

/** How to talk to a thread or process, and how to end it. */
interface Ends {
  post(message: unknown): void;
  onMessage(listener: (posted: Posted) => void): void;
  onEnd(listener: (why: string) => void): void;
  kill(): Promise<unknown>;
}

/** A line to a new thread of this process; its file is beside this program's. */
export function lineToThread<Question>(file: URL, output: { write(text: string): unknown } | null): Line<Question> {
  const worker = new Worker(file, { stdout: true, stderr: true });
  for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (chunk: Buffer) => output?.write(String(chunk)));
  return lineTo({
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', listener),
    onEnd(listener) {
      worker.on('error', (error) => listener(error instanceof Error ? error.message : String(error)));
      worker.on('exit', (code) => listener(`its thread ended with code ${code}`));
    },
    kill: () => worker.terminate(),
  });
} // prettier-ignore

interface ProcessSettings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly output: { write(text: string): unknown } | null;
  readonly args?: readonly string[];
}

/** A line to a new process in a folder, which ends when this one does; what it writes on its outputs goes to `output`. */
export function lineToProcess<Question>(
  file: URL,
  { cwd, env, output, args = [] }: ProcessSettings,
): Line<Question> {
  const child = fork(file, args, { cwd, env, serialization: 'advanced', silent: true, execArgv: [] });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output?.write(String(chunk)));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return lineTo({
    // A process that is gone is told by its end.
    post: (message) => void child.send(message as object, () => {}),
    onMessage: (listener) => child.on('message', (message) => listener(message as Posted)),
    onEnd(listener) {
      child.on('error', (error) => listener(error.message));
      child.on('exit', (code, signal) => listener(`its process ended with ${signal ?? `code ${code ?? 0}`}`));
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  });
} // prettier-ignore

/** A question that has no answer yet. */
interface Waiting {
  readonly limit: NodeJS.Timeout;
  steps: number;
  settle(reply: Reply<never>): void;
}

function lineTo<Question>(ends: Ends): Line<Question> {
  const waiting = new Map<number, Waiting>();
  let [next, gone] = [0, null as string | null];
  const settle = (id: number, reply: Reply<never>) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    clearTimeout(asked?.limit);
    asked?.settle(reply);
  };
  ends.onMessage((posted) => {
    const asked = waiting.get(posted.id);
    if (!asked) return;
    if ('step' in posted) {
      asked.steps++;
      asked.limit.refresh();
    } else if ('error' in posted) settle(posted.id, { kind: 'error', message: posted.error });
    else settle(posted.id, { kind: 'value', value: posted.value as never });
  });
  ends.onEnd((why) => {
    gone ??= why;
    for (const [id, { steps }] of waiting) settle(id, { kind: 'died', message: gone, steps });
  });
  const tooLate = async (id: number, timeout: number) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    gone ??= 'it was ended since it took too long';
    const message = `it did not end within ${timeout / 1000} s`;
    await ends.kill().catch(() => {});
    asked?.settle({ kind: 'timeout', message, steps: asked.steps });
  };
  return {
    ask<T>(question: Question, timeout: number) {
      const id = next++;
      return new Promise<Reply<T>>((resolve) => {
        if (gone !== null) return resolve({ kind: 'died', message: gone, steps: 0 });
        waiting.set(id, { limit: setTimeout(() => void tooLate(id, timeout), timeout), steps: 0, settle: resolve });
        ends.post({ id, question } satisfies Sent<Question>);
      });
    },
    async end() {
      gone ??= 'it was ended';
      await ends.kill();
    },
  };
} // prettier-ignore
