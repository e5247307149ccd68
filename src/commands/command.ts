import type { Process } from '../process.ts';

/** One option of a command; its key in `Command.options` is its long name. */
export interface Option {
  /** How its value is called in the help, such as `<file>`; null for a switch. */
  readonly value: string | null;
  readonly description: string;
  /** One letter, as in `-f`. */
  readonly short?: string;
  /** The only values that it takes. */
  readonly choices?: readonly string[];
  /** May be given several times; else the last one counts. */
  readonly multiple?: boolean;
}

/** The arguments of one call, parsed: an option's values in the order given; a switch has none. */
export interface Arguments {
  readonly operands: readonly string[];
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** A command of the program. */
export interface Command {
  /** How it is called, without the program's name: `explain <rule>`. */
  readonly usage: string;
  readonly summary: string;
  /** How many operands it takes. */
  readonly operands: readonly [least: number, most: number];
  readonly options: Readonly<Record<string, Option>>;
  /** What follows the options in the help: titles with their lines. */
  readonly notes: Readonly<Record<string, readonly string[]>>;
  /** Answers the exit code. */
  run(args: Arguments, process: Process): Promise<number>;
}
