import type { Command } from './command.ts';

/** Writes the way back of migrations from what they do. */
export const down: Command = {
  usage: 'down <file…>',
  summary: 'write the missing way back, from what the migration and those before it do',
  operands: [1, Infinity],
  options: {
    write: { value: null, description: 'put it where the framework looks for it; nothing that undoes something is overwritten' },
    'no-run': { value: null, description: 'do not run it on a database first' },
    config: { short: 'c', value: '<file>', description: 'use this configuration instead of the one found' },
  },
  notes: {
    'Exit codes': [
      '0  the way back is printed or written, and undoes all',
      '1  it is printed or written, and something cannot be undone or is left: standard error says what',
      '2  could not run: no such file, no migration that has a way back, a way back that is there already',
    ],
    Examples: [
      'farout-guard down db/migrations/0042_add_rank.sql',
      'farout-guard down --write db/migrations/0042_add_rank.up.sql',
      'farout-guard down --write migrations/20240102000000_add_rank.ts',
    ],
  },
  async run({ operands, options }, process) {
    const { writeDown } = await import('../down/write-down.ts');
    return writeDown(operands, options, process);
  },
}; // prettier-ignore
