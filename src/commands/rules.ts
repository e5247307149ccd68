import { rules as allRules } from '../../rules/index.ts';
import { ruleUrl } from '../finding.ts';
import type { Process } from '../process.ts';
import type { Arguments, Command } from './command.ts';

/** Lists the rules. */
export const rules: Command = {
  usage: 'rules',
  summary: 'list the rules',
  operands: [0, 0],
  options: { format: { short: 'f', value: '<name>', description: 'how to list them', choices: ['table', 'json'] } },
  notes: {
    Levels: ['3  destroys data: error, and only a person may permit it', '2  must be fixed: error', '1  warning'],
    Examples: ['farout-guard rules', 'farout-guard rules --format json'],
  },
  run: listRules,
};

function listRules({ options }: Arguments, { stdout }: Process): Promise<number> {
  const list = Object.entries(allRules)
    .map(([name, { level, description }]) => ({ name, level, description, url: ruleUrl(name) }))
    .sort((a, b) => b.level - a.level || (a.name < b.name ? -1 : 1));
  const isJson = options.get('format')?.at(-1) === 'json';
  stdout.write(isJson ? `${JSON.stringify(list, null, 2)}\n` : table(list));
  return Promise.resolve(0);
}

interface Row {
  readonly name: string;
  readonly level: number;
  readonly description: string;
  readonly url: string;
}

function table(rows: readonly Row[]): string {
  const cells = [
    ['rule', 'level', 'description', 'page'],
    ...rows.map(({ name, level, description, url }) => [name, String(level), description, url]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`).join('');
}
