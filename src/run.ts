import { parseArguments } from './commands/arguments.ts';
import { helpOf, overview } from './commands/help.ts';
import type { Command } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { UserError } from './errors.ts';
import { hint } from './nearest.ts';
import { manifest } from './package.ts';
import type { Process } from './process.ts';
import { printableLines } from './report/printable.ts';

const couldNotRun = 2;

/** Runs the program as its arguments say and answers its exit code. Start reading here. */
export async function run(process: Process): Promise<number> {
  try {
    return await dispatch(process.argv.slice(2), process);
  } catch (error) {
    process.stderr.write(`farout-guard: ${describe(error)}\n`);
    return couldNotRun;
  }
}

async function dispatch([first, ...rest]: readonly string[], process: Process): Promise<number> {
  if (first === undefined) {
    process.stderr.write(overview());
    return couldNotRun;
  }
  if (first === '--version' || first === '-v') return print(process, `${manifest.version}\n`);
  const wantsHelp = first === '--help' || first === '-h' || first === 'help';
  const name = wantsHelp ? rest[0] : first;
  if (name === undefined) return print(process, overview());
  const command = commandNamed(name);
  if (wantsHelp || asksForHelp(rest)) return print(process, helpOf(command));
  return command.run(parseArguments(rest, command), process);
}

function commandNamed(name: string): Command {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command;
  const [what, names] = name.startsWith('-')
    ? ['option', ['--help', '--version']]
    : ['command', [...Object.keys(commands), 'help']];
  throw new UserError(`unknown ${what} ${name}.${hint(name, names)} See farout-guard --help.`);
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
}

function print(process: Process, text: string): 0 {
  process.stdout.write(text);
  return 0;
}

function describe(error: unknown): string {
  if (error instanceof UserError) return printableLines(error.message);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `this is a bug in farout-guard: please report it\n${printableLines(stack)}`;
}
