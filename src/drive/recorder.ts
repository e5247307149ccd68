import { AsyncLocalStorage } from 'node:async_hooks';
import type { Failure } from '../engine/database.ts';
import type { SentText } from '../engine/engine.ts';
import { readFailure } from '../engine/failure.ts';

/** Takes down what a script sends. */
export interface Recorder {
  readonly sent: readonly SentText[];
  /** What PostgreSQL refused last. */
  readonly refused: () => Failure | null;
  /** Runs what is the script's own: what is sent meanwhile is taken down. */
  readonly record: <Value>(run: () => Value | Promise<Value>) => Promise<Value>;
  /** The line of the script, 1-based, that is being run, as far as the stack tells. */
  readonly line: () => number | null;
  /** Says where in the script a text came from that is sent later. */
  readonly expect: (sql: string, line: number | null) => void;
  /** Has whatever is sent meanwhile, and by what follows from it, come from a line of the script. */
  readonly at: <Value>(line: number | null, run: () => Value) => Value;
  /** A text goes out; the answer is told when PostgreSQL refuses it. */
  readonly send: (sql: string) => (error: unknown) => void;
}

/** A recorder for the script at a path. */
export function recorderFor(path: string): Recorder {
  const sent: { sql: string; line: number | null; failed: boolean }[] = [];
  const expected = new Map<string, number[]>();
  const lines = new AsyncLocalStorage<number | null>();
  let [isRecording, refused] = [false, null as Failure | null];
  return {
    sent,
    refused: () => refused,
    async record(run) {
      isRecording = true;
      try {
        return await run();
      } finally {
        isRecording = false;
      }
    },
    line: () => lineOf(path) ?? lines.getStore() ?? null,
    expect(sql, line) {
      if (line !== null) expected.set(sql, [...(expected.get(sql) ?? []), line]);
    },
    at: (line, run) => lines.run(line, run),
    send(sql) {
      const entry = { sql, line: expected.get(sql)?.shift() ?? null, failed: false };
      if (isRecording) sent.push(entry);
      return (error) => {
        entry.failed = true;
        refused = readFailure(error, sql) ?? refused;
      };
    },
  };
}

/** How far down the stack the script may stand: frameworks are deep. */
const deepest = 200;

function lineOf(path: string): number | null {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = deepest;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = limit;
  for (const frame of stack.split('\n')) {
    const at = frame.indexOf(`${path}:`);
    const line = at === -1 ? null : /^\d+/.exec(frame.slice(at + path.length + 1));
    if (line) return Number(line[0]);
  }
  return null;
}
