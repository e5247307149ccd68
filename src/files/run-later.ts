import { spawn } from 'node:child_process';
import type { Outcome } from './run-program.ts';

/** Where a program runs, and what ends it early. */
interface Start {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** What became of a program, and whether it was there at all. */
export interface Later extends Outcome {
  readonly isMissing: boolean;
}

/** Runs a program, for as long as it takes. */
export function runLater(program: string, args: readonly string[], { cwd, env, signal }: Start): Promise<Later> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const child = spawn(program, args, { cwd, env, signal, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const output = () => Buffer.concat(pieces).toString();
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    child.stderr.on('data', (piece: Buffer) => pieces.push(piece));
    child.on('error', (error) => {
      const isMissing = 'code' in error && error.code === 'ENOENT';
      resolve({ status: null, output: error.message, isMissing });
    });
    child.on('close', (status) => resolve({ status, output: output(), isMissing: false }));
  });
}
