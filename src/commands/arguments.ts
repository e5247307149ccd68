import { parseArgs } from 'node:util';
import { UserError } from '../errors.ts';
import { hint } from '../nearest.ts';
import type { Arguments, Command, Option } from './command.ts';

type Token = ReturnType<typeof tokensOf>[number];
type OptionToken = Extract<Token, { kind: 'option' }>;

/** Parses a command's arguments; what does not fit is a `UserError` that names the nearest option. */
export function parseArguments(args: readonly string[], command: Command): Arguments {
  const operands: string[] = [];
  const options = new Map<string, readonly string[]>();
  for (const token of tokensOf(args, command)) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const option = optionOf(token, command);
    const before = option.multiple ? (options.get(token.name) ?? []) : [];
    options.set(token.name, [...before, ...valueOf(token, option)]);
  }
  checkOperands(operands, command);
  return { operands, options };
}

function tokensOf(args: readonly string[], command: Command) {
  const types = Object.entries(command.options).map(([name, { value, short }]) => [
    name,
    { type: value === null ? ('boolean' as const) : ('string' as const), ...(short ? { short } : {}) },
  ]);
  const options = Object.fromEntries(types) as Record<string, { type: 'boolean' | 'string' }>;
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

function optionOf({ name, rawName }: OptionToken, command: Command): Option {
  const option = Object.hasOwn(command.options, name) ? command.options[name] : undefined;
  if (option && (rawName.startsWith('--') || option.short === rawName.slice(1))) return option;
  const names = [...Object.keys(command.options), 'help'].map((known) => `--${known}`);
  throw new UserError(`unknown option ${rawName}.${hint(rawName, names)} ${seeHelp(command)}`);
}

function valueOf({ rawName, value, inlineValue }: OptionToken, option: Option): readonly string[] {
  if (option.value === null) {
    if (value === undefined) return [];
    throw new UserError(`${rawName} takes no value: it was given ${JSON.stringify(value)}`);
  }
  const isNextOption = value?.startsWith('--') && !inlineValue;
  if (!value || isNextOption) throw new UserError(`${rawName} needs a value: ${rawName} ${option.value}`);
  const { choices } = option;
  if (choices && !choices.includes(value))
    throw new UserError(`${rawName} ${value}: must be one of ${choices.join(', ')}.${hint(value, choices)}`);
  return [value];
}

function checkOperands(operands: readonly string[], command: Command): void {
  const [least, most] = command.operands;
  if (operands.length >= least && operands.length <= most) return;
  const amount = operands.length < least ? 'few' : 'many';
  throw new UserError(`too ${amount} arguments: farout-guard ${command.usage}. ${seeHelp(command)}`);
}

const seeHelp = ({ usage }: Command) => `See farout-guard ${usage.split(' ', 1)[0]} --help.`;
