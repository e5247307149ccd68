import { spawnSync } from 'node:child_process';

/** What became of a program. */
export interface Outcome {
  /** Null when it did not start or was ended by a signal. */
  readonly status: number | null;
  /** What it wrote on standard output and standard error, or why it did not start. */
  readonly output: string;
}

const longest = 180_000;

/** Where and how long a program may run. */
interface Start {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** In milliseconds: then the program is killed. Without it, it is asked to end after three minutes. */
  readonly timeout?: number;
}

/** Runs a program in a folder. */
export function runProgram(program: string, args: readonly string[], { cwd, env, timeout }: Start): Outcome {
  const end = timeout === undefined ? ({ timeout: longest } as const) : ({ timeout, killSignal: 'SIGKILL' } as const);
  const options = { cwd, env, encoding: 'utf8', ...end, maxBuffer: 2 ** 28 } as const;
  const { status, stdout, stderr, error } = spawnSync(program, args, options);
  return { status, output: error ? error.message : `${stdout}${stderr}` };
}

/** Runs a program with a text on its standard input. */
export function runInput(program: string, args: readonly string[], input: string, { cwd, env }: Pick<Start, 'cwd' | 'env'>): Outcome {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, env, input, encoding: 'utf8', timeout: longest });
  return { status, output: error ? error.message : `${stdout}${stderr}` };
} // prettier-ignore

/** The last line of what a program wrote. */
export function lastLine(output: string): string {
  return output.trim().split(/\r?\n/).at(-1) ?? '';
}
