/** What a run needs of Node's `process`; tests give it another one. */
export interface Process {
  /** As Node has it: the arguments begin at the third place. */
  readonly argv: readonly string[];
  cwd(): string;
  /** Of Node, such as `v20.19.0`. */
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array | string> & {
    readonly isTTY?: boolean;
    /** Reads no more, so that nothing waits for it. */
    destroy?(): unknown;
  };
  readonly stdout: Output;
  readonly stderr: Output;
  /** The clock; without it the system's. */
  readonly now?: () => Date;
  /** Hears of the signals that ask the program to end, instead of ending at once. */
  on?(signal: Signal, act: () => void): unknown;
  off?(signal: Signal, act: () => void): unknown;
}

/** What time it is. */
export function timeOf({ now }: Pick<Process, 'now'>): Date {
  return now?.() ?? new Date();
}

/** What a system asks a program to end with. */
export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** A stream that takes text: a terminal, a pipe or a file. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Width of the terminal in cells. */
  readonly columns?: number;
}
