import { spawn } from 'node:child_process';
import { type Message, messageReader, toBytes } from './messages.ts';

/** Answers what a server asks; `undefined` for what is none of its business. */
export type Answer = (method: string, params: unknown) => unknown;

/** A server that is spoken to. */
export interface Connection {
  /** Fails with what the server said on standard error when it ends, refuses or does not answer. */
  request<Result>(method: string, params?: unknown): Promise<Result>;
  notify(method: string, params?: unknown): void;
  /** Lets all that waits fail, now and from now on. */
  fail(reason: string): void;
  /** Waits until the server has ended. */
  ended(): Promise<void>;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** What a hook around the tests says to git is not meant for the server. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));

/** Starts a server that speaks over its standard streams; `patience` is how long it may take to answer, in milliseconds. */
export function connect(args: readonly string[], cwd: string, patience: number, answer: Answer): Connection {
  const child = spawn(process.execPath, args, { cwd, env });
  const waiting = new Map<number, Waiting>();
  let [count, said, failure] = [0, '', ''];
  const errorOf = (reason: string) => new Error(said === '' ? reason : `${reason}\nIts standard error:\n${said}`);
  const fail = (reason: string) => {
    failure ||= reason;
    for (const { reject } of waiting.values()) reject(errorOf(reason));
    waiting.clear();
  };
  const send = (message: Message) => child.stdin.write(toBytes(message));

  const take = ({ id, method, params, result, error }: Message) => {
    if (method !== undefined) {
      const given = answer(method, params);
      if (id !== undefined) send({ id, result: given ?? null });
      return;
    }
    const asked = waiting.get(id as number);
    waiting.delete(id as number);
    if (error) asked?.reject(errorOf(error.message));
    else asked?.resolve(result);
  };

  child.stdout.on('data', messageReader(take));
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  child.stdin.on('error', ({ message }) => fail(`The server cannot be reached: ${message}`));
  child.on('error', ({ message }) => fail(`The server cannot be started: ${message}`));
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  child.on('close', (code, signal) => fail(`The server has ended: ${code ?? signal}`));

  return {
    request: async <Result>(method: string, params?: unknown) => {
      if (failure !== '') throw errorOf(failure);
      const id = ++count;
      const asked = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
      const timer = setTimeout(() => fail(`The server does not answer: ${method}`), patience);
      send({ id, method, params });
      try {
        return (await asked) as Result;
      } finally {
        clearTimeout(timer);
      }
    },
    notify: (method, params) => void send({ method, params }),
    fail,
    async ended() {
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
