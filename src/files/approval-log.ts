import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { lineAfter, logPath, type LogEntry } from '../approval/log-lines.ts';
import { UserError } from '../errors.ts';

/** In milliseconds: how long another writer is waited for, and after which time it is taken for dead. */
const [patience, longest] = [20_000, 10_000];

/** Two branches that both went on with the log are merged by having the lines of both. */
const attributes = 'log.jsonl merge=union\n';

/** Appends a line to a project's log; it is on the disk when this is done. Two at once wait for each other. */
export async function appendToLog(root: string, entry: LogEntry): Promise<void> {
  const path = join(root, logPath);
  mkdirSync(dirname(path), { recursive: true });
  const beside = join(dirname(path), '.gitattributes');
  if (!existsSync(beside)) writeFileSync(beside, attributes);
  await whileLocked(`${path}.lock`, () => {
    const file = openSync(path, 'a');
    try {
      appendFileSync(file, lineAfter(readFileSync(path, 'utf8'), entry));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
}

async function whileLocked(lock: string, act: () => void): Promise<void> {
  const end = performance.now() + patience;
  while (!take(lock)) {
    if (performance.now() > end) throw new UserError(`${lock}: another program writes the log and does not end; if there is none, remove that file`);
    await setTimeout(20);
  }
  try {
    act();
  } finally {
    rmSync(lock, { force: true });
  }
} // prettier-ignore

/** Whether the lock is ours now. One that was left by a program that was killed is taken away. */
function take(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx'));
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (since > 0 && Date.now() - since > longest) rmSync(lock, { force: true });
    return false;
  }
}
