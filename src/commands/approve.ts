import type { Command } from './command.ts';

/** Asks a person to permit what migrations destroy. */
export const approve: Command = {
  usage: 'approve <file…>',
  summary: 'permit what a migration destroys: shows what is lost, asks you, puts it on record',
  operands: [1, Infinity],
  options: {
    'database-url': { value: '<url>', description: 'where it will run: what depends on it, how many rows are lost (read only)' },
    'count-timeout': { value: '<seconds>', description: 'count rows for so long, then go by statistics (default: 5)' },
    'backup': { value: '<path|uri>', description: 'the backup: a dump, which is looked into, or an address, which is taken down' },
    'make-backup': { value: null, description: 'make it with pg_dump, to .farout-guard/backups/ or where --backup says' },
    'reason': { value: '<words>', description: 'why the data may go; without it you are asked' },
    'ticket': { value: '<id>', description: 'the ticket that asks for it' },
    'expires': { value: '<days>', description: 'how long the approval holds (default: 30)' },
    'config': { short: 'c', value: '<file>', description: 'use this configuration instead of the one found' },
  },
  notes: {
    'What it asks': [
      'For each rule and statement: Proceed? Only the word yes goes on. For a table, schema or database its name as well.',
      'No option answers for you. Nothing is written before all is answered.',
      'Every attempt, also one that was refused or stopped, is a line of .farout-guard/log.jsonl.',
    ],
    'Exit codes': [
      '0  all is approved, or there is nothing to approve',
      '1  stopped: an answer was no yes',
      '2  could not run: wrong arguments, a backup that is none, nobody whom git knows, or who may not approve',
      '3  refused: there is no terminal, or a program runs it, so nobody can be asked',
      '130  stopped by Ctrl-C',
    ],
    'Examples': [
      'farout-guard approve db/migrations/0042_drop_orders.sql --backup backups/orders.dump',
      'farout-guard approve db/migrations/0042_drop_orders.sql --database-url postgres://me@db/shop --make-backup',
    ],
  },
  async run(args, process) {
    const { approve: ask } = await import('../approve/approve.ts');
    return ask(args, process);
  },
}; // prettier-ignore
