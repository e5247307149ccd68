import { UserError } from '../errors.ts';
import type { Process } from '../process.ts';
import type { Arguments, Command } from './command.ts';

/** Looks after the log of what was attempted. */
export const log: Command = {
  usage: 'log verify',
  summary: 'check that no line of .farout-guard/log.jsonl was changed or removed',
  operands: [1, 1],
  options: { config: { short: 'c', value: '<file>', description: 'use this configuration instead of the one found' } },
  notes: {
    'What is checked': [
      'each line has the hash of what it says, and of the line that was before it;',
      'every line that a commit up to HEAD has brought is there;',
      'each approval on record has the line that tells of it, as it is.',
    ],
    'Exit codes': ['0  the log is whole', '1  it is not: each line says what is wrong', '2  could not run'],
    Examples: ['farout-guard log verify'],
  },
  async run({ operands: [name = ''], options }: Arguments, process: Process) {
    if (name !== 'verify') throw new UserError(`log ${name}: must be log verify`);
    const { verifyLog } = await import('../approvals/verify-log.ts');
    return verifyLog(options.get('config')?.at(-1) ?? null, process);
  },
};
