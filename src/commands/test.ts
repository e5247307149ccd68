import type { Command } from './command.ts';

/** Runs migrations on a database: up, up again, down, up. */
export const test: Command = {
  usage: 'test [files…]',
  summary: 'run migrations on a database: up, again, down, up; without files the new ones',
  operands: [0, Infinity],
  options: {
    config: { short: 'c', value: '<file>', description: 'use this configuration instead of the one found' },
    staged: { value: null, description: 'try what is staged for the commit, as git holds it' },
    diff: { value: '<base>...<head>', description: 'try what a range of commits changes' },
    since: { value: '<commit>', description: 'try what the working tree changes against a commit' },
    chain: { value: null, description: 'try the whole history, each migration on a database with those before it' },
    engine: {
      value: '<name>',
      description: 'an embedded PostgreSQL, or a throw-away server of this machine',
      choices: ['pglite', 'postgres'],
    },
    'database-url': { value: '<url>', description: 'a server; databases are made there and dropped' },
    timeout: { value: '<seconds>', description: 'the longest that a statement or a script may take (default: 30)' },
    locks: { value: null, description: 'show what each statement locks, rewrites and reads' },
    keep: { value: '<folder>', description: 'leave the database after the last migration there, to look at it' },
    'no-receipts': { value: null, description: 'write no receipts' },
    format: { short: 'f', value: '<name>[:<file>]', description: 'stylish, json, junit and the others of lint; may be repeated', multiple: true },
    'output-file': { short: 'o', value: '<file>', description: 'write the report there instead of to standard output' },
    color: { value: null, description: 'colour the report' },
    'no-color': { value: null, description: 'do not colour the report' },
  },
  notes: {
    'What it does': [
      'Each migration runs on a database that holds all migrations before it, in the way its tool runs it, on tables',
      'that hold rows: up; what becomes of the rows; up again, which must change nothing; down, which must leave what',
      'was before; up once more.',
    ],
    'Exit codes': [
      '0  all that was tried is as it should be',
      '1  a run has shown an error',
      '2  could not run: wrong arguments, no engine, a migration that cannot be tried here',
    ],
    Examples: [
      'farout-guard test',
      'farout-guard test db/migrations/0042_add_email.sql --locks',
      'farout-guard test --diff origin/main...HEAD --format junit:report.xml',
      'farout-guard test --chain --engine postgres',
    ],
  },
  async run(args, process) {
    const { runTest } = await import('../trial/command.ts');
    return runTest(args, process);
  },
}; // prettier-ignore
