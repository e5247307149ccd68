import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Done, Task } from './keeper.ts';

/** A keeper that runs. */
export interface Keeper {
  /** Answers when the task is done; an `Error` when it cannot be. */
  tell(task: Task): Promise<void>;
  /** Has everything taken away, and waits for it. */
  end(): Promise<void>;
}

/** Starts a keeper: a process of its own group, so that it outlives whatever happens to this one. `program`: beside which file it is. */
export function startKeeper(program: string = import.meta.url): Keeper {
  const child = spawn(execPath, [fileURLToPath(new URL('./keeper.js', program))], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  child.unref();
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async tell(task) {
      child.stdin.write(`${JSON.stringify(task)}\n`);
      const { value } = (await lines.next()) as { value: string | undefined };
      const done = value === undefined ? ({ ok: false, message: 'its keeper is gone' } as const) : (JSON.parse(value) as Done);
      if (!done.ok) throw new Error(done.message);
    },
    async end() {
      child.ref();
      child.stdin.end();
      await ended;
    },
  };
} // prettier-ignore
