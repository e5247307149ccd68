import { formatNotes } from '../report/formats.ts';
import type { Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';

/** Joins the reports of shards. */
export const mergeReports: Command = {
  usage: 'merge-reports <files…>',
  summary: 'join JSON or SARIF reports of lint --shard into one; exits as one run over all would',
  operands: [1, Infinity],
  options: {
    format: {
      short: 'f',
      value: '<name>[:<file>]',
      description: 'how to report, and where to (default: as the reports); may be repeated',
      multiple: true,
    },
    'output-file': { short: 'o', value: '<file>', description: 'write the report there instead of to standard output' },
    shards: { value: '<n>', description: 'how many reports there must be: a shard that wrote none is an error' },
    'max-warnings': { value: '<n>', description: 'block when there are more warnings than n' },
    color: { value: null, description: 'colour the report' },
    'no-color': { value: null, description: 'do not colour the report' },
  },
  notes: {
    'Formats of joined JSON reports (SARIF only gives SARIF)': formatNotes,
    'Exit codes': exitCodes,
    Examples: [
      'farout-guard merge-reports reports/*.json --shards 4 --format stylish --format sarif:all.sarif',
      'farout-guard merge-reports reports/*.sarif --shards 4 --output-file all.sarif',
    ],
  },
  run: async (args, process) => (await import('../merge/merge.ts')).merge(args, process),
};
