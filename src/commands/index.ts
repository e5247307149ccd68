import type { Command } from './command.ts';
import { explain } from './explain.ts';
import { lint } from './lint.ts';
import { printConfig } from './print-config.ts';
import { rules } from './rules.ts';

/** The program's commands by name, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = { lint, rules, explain, 'print-config': printConfig };
