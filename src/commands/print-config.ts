import { relative, resolve as resolvePath } from 'node:path';
import { rules as allRules } from '../../rules/index.ts';
import { loadConfig } from '../config/load.ts';
import { resolve } from '../config/resolve.ts';
import { toPath } from '../files/path.ts';
import type { Process } from '../process.ts';
import type { Arguments, Command } from './command.ts';

/** Prints what applies to a file. */
export const printConfig: Command = {
  usage: 'print-config <file>',
  summary: 'print as JSON the configuration that applies to a file',
  operands: [1, 1],
  options: {
    config: { short: 'c', value: '<file>', description: 'use this configuration instead of the one found' },
  },
  notes: { Examples: ['farout-guard print-config db/migrations/0042_drop_legacy.sql'] },
  run: print,
};

async function print({ operands: [file = ''], options }: Arguments, process: Process): Promise<number> {
  const cwd = process.cwd();
  const given = options.get('config')?.at(-1);
  const config = await loadConfig({ cwd, ...(given === undefined ? {} : { file: given }) });
  const path = toPath(relative(config.root, resolvePath(cwd, file)));
  const { rules, ...settings } = resolve(config, path);
  const active = new Map(rules.map(({ name, severity, options }) => [name, [severity, options]]));
  const names = Object.keys(allRules).sort();
  const all = Object.fromEntries(names.map((name) => [name, active.get(name) ?? 'off']));
  process.stdout.write(
    `${JSON.stringify({ file: path, config: config.path, root: config.root, ...settings, rules: all }, null, 2)}\n`,
  );
  return 0;
}
