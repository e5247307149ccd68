import type { Command } from './command.ts';

/** Runs migrations on a database that people use. */
export const exec: Command = {
  usage: 'exec <file…>',
  summary: 'run SQL migrations on a database, when nothing blocks them',
  operands: [1, Infinity],
  options: {
    'database-url': { value: '<url>', description: 'the database: postgres://user@host:5432/name; a password may come by PGPASSWORD' },
    'dry-run': { value: null, description: 'run, show what changes, and roll back' },
    backup: { value: '<file>', description: 'write a pg_dump of the whole database there first' },
    'lock-timeout': { value: '<time>', description: 'how long a statement waits for a lock (default: 5s; 0 for no limit)' },
    'statement-timeout': { value: '<time>', description: 'how long a statement may take (default: 10min; none outside of transactions)' },
    config: { short: 'c', value: '<file>', description: 'use this configuration instead of the one found' },
    color: { value: null, description: 'colour the findings' },
    'no-color': { value: null, description: 'do not colour the findings' },
  },
  notes: {
    'What it does': [
      'Judges the files as lint does, and runs none of them when a finding blocks, or when what destroys data has no',
      'approval on record. Then each file is run in one transaction where PostgreSQL allows it, the catalog is asked',
      'whether all is there that should be, and .farout-guard/log.jsonl is told. No table of a migration tool is written.',
    ],
    'Exit codes': [
      '0    done; of a dry run: it would be',
      '1    refused, or failed: the report says what is done and what is not',
      '2    could not run: wrong arguments, no database, another exec on it, no pg_dump',
      '130  interrupted (Ctrl-C): the report says what is done and what is not',
    ],
    Examples: [
      'farout-guard exec --database-url postgres://app@localhost:5432/shop --dry-run db/migrations/0042_add_rank.sql',
      'farout-guard exec --database-url "$DATABASE_URL" --backup before-0042.dump db/migrations/0042_add_rank.sql',
    ],
  },
  async run(args, process) {
    const { runExec } = await import('../exec/command.ts');
    return runExec(args, process);
  },
}; // prettier-ignore
