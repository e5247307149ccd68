import { manifest } from '../package.ts';
import type { Command, Option } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { commands } from './index.ts';

type Row = readonly [left: string, right: string];

const help: Row = ['-h, --help', 'show this help'];

/** The help of the program: its commands. */
export function overview(): string {
  const all = Object.values(commands);
  return page([
    [`farout-guard ${manifest.version}: guards PostgreSQL migrations against the loss of data`],
    ['Usage: farout-guard <command> [options]'],
    ['Commands:', ...columns(all.map(({ usage, summary }) => [usage, summary]))],
    ['Options:', ...columns([['-v, --version', 'show the version'], help])],
    ['Exit codes:', ...indent(exitCodes), '  Without a command this help is shown and the exit code is 2.'],
    ['farout-guard <command> --help tells more about a command.'],
  ]);
}

/** The help of one command. */
export function helpOf({ usage, summary, options, notes }: Command): string {
  const rows = Object.entries(options).map(([name, option]): Row => [optionTerm(name, option), optionText(option)]);
  return page([
    [`Usage: farout-guard ${usage}`],
    [`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`],
    ['Options:', ...columns([...rows, help])],
    ...Object.entries(notes).map(([title, lines]) => [`${title}:`, ...indent(lines)]),
  ]);
}

const optionTerm = (name: string, { short, value }: Option) =>
  `${short ? `-${short}, ` : ''}--${name}${value === null ? '' : ` ${value}`}`;

const optionText = ({ description, choices }: Option) =>
  choices ? `${description}: ${choices.join(', ')}` : description;

const page = (paragraphs: readonly (readonly string[])[]) =>
  `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

function columns(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
