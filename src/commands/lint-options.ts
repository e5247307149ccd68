import { rules } from '../../rules/index.ts';
import type { RuleSetting, Severity } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { hint } from '../nearest.ts';
import type { Wanted } from '../files/git/selection.ts';
import { readOutputs, type OutputOption } from './outputs.ts';
import type { Arguments, Option } from './command.ts';

/** The options of `lint`, as its help shows them. */
export const lintOptions = {
  config: { short: 'c', value: '<file>', description: 'use this configuration instead of the one found' },
  staged: { value: null, description: 'judge what is staged for the commit, as git holds it; paths limit it' },
  diff: {
    value: '<base>...<head>',
    description: 'judge what a range of commits changes; may be repeated',
    multiple: true,
  },
  since: { value: '<commit>', description: 'judge what the working tree changes against a commit' },
  format: {
    short: 'f',
    value: '<name>[:<file>]',
    description: 'how to report, and where to; may be repeated',
    multiple: true,
  },
  'output-file': { short: 'o', value: '<file>', description: 'write the report there instead of to standard output' },
  verbose: { value: null, description: 'say what was left out' },
  quiet: { value: null, description: 'report errors only' },
  'max-warnings': { value: '<n>', description: 'block when there are more warnings than n' },
  rule: { value: '<name:severity>', description: 'set a rule to off, warn or error; may be repeated', multiple: true },
  stdin: { value: null, description: 'lint what comes in on standard input (so does the path -)' },
  'stdin-filename': { value: '<path>', description: 'the path that it is judged under' },
  color: { value: null, description: 'colour the report' },
  'no-color': { value: null, description: 'do not colour the report' },
  'cross-check': { value: null, description: 'a second reader must agree on what is destructive' },
  concurrency: { value: '<auto|n>', description: 'how many threads share the work (default: auto)' },
  cache: { value: null, description: 'keep verdicts, and check only what has changed since' },
  'cache-location': { value: '<file>', description: 'where (default: node_modules/.cache/farout-guard/lint.json)' },
  baseline: { value: '<file>', description: 'findings that it knows do not block' },
  'update-baseline': { value: null, description: 'write the baseline anew: what occurs now is known from then on' },
  shard: { value: '<i>/<n>', description: 'check only the i-th of n parts of the files' },
  fix: { value: null, description: 'write what can be mended without harm; what the base branch has stays as it is' },
  'fix-dry-run': { value: null, description: 'report as after --fix, and write nothing' },
  'allow-empty': { value: null, description: 'it is no error when no file matches' },
} as const satisfies Record<string, Option>;

/** One call of `lint`. */
export interface LintOptions {
  readonly patterns: readonly string[];
  readonly config: string | null;
  readonly outputs: readonly OutputOption[];
  /** The changes to judge; none for files. */
  readonly wanted: readonly Wanted[];
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly maxWarnings: number;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** Whether the text comes in on standard input. */
  readonly stdin: boolean;
  readonly stdinFilename: string;
  readonly colour: boolean | null;
  readonly crossCheck: boolean;
  readonly concurrency: number | 'auto';
  readonly cache: boolean;
  readonly cacheLocation: string | null;
  readonly allowEmpty: boolean;
  readonly baseline: string | null;
  readonly updateBaseline: boolean;
  /** Whether files are fixed, and written. */
  readonly fix: 'write' | 'dry run' | null;
  /** Which part of the files to check; the first is 1. */
  readonly shard: Shard;
}

/** One of several equal parts; the first has the index 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

type OptionName = keyof typeof lintOptions;

/** Reads the options of one call; what does not fit is a `UserError`. */
export function readLintOptions({ operands, options }: Arguments): LintOptions {
  const has = (name: OptionName) => options.has(name);
  const last = (name: OptionName) => options.get(name)?.at(-1) ?? null;
  const stdin = has('stdin') || operands.includes('-');
  const patterns = operands.filter((operand) => operand !== '-');
  if (stdin && patterns.length > 0) throw new UserError('--stdin reads standard input: give no paths with it');
  if (has('stdin-filename') && !stdin) throw new UserError('--stdin-filename has no meaning without --stdin');
  return {
    patterns,
    stdin,
    config: last('config'),
    outputs: readOutputs(options.get('format') ?? [], last('output-file')),
    wanted: readWanted(options),
    verbose: has('verbose'),
    quiet: has('quiet'),
    maxWarnings: has('max-warnings') ? wholeNumber('--max-warnings', last('max-warnings'), 0) : Infinity,
    rules: Object.fromEntries((options.get('rule') ?? []).map(ruleSetting)),
    stdinFilename: last('stdin-filename') ?? 'stdin.sql',
    colour: has('no-color') ? false : has('color') ? true : null,
    crossCheck: has('cross-check'),
    concurrency: concurrency(last('concurrency')),
    cache: has('cache'),
    cacheLocation: last('cache-location'),
    allowEmpty: has('allow-empty'),
    baseline: last('baseline'),
    updateBaseline: updatesBaseline(options),
    fix: readFix(options, stdin),
    shard: readShard(last('shard')),
  };
}

/** Only what is on disk enters a baseline, and all of it. */
function updatesBaseline(options: Arguments['options']): boolean {
  const other = ['staged', 'diff', 'since', 'stdin', 'shard', 'quiet'].find((name) => options.has(name));
  if (!options.has('update-baseline')) return false;
  if (other !== undefined) throw new UserError(`--update-baseline and --${other} do not go together: leave out one`);
  return true;
}

/** What git holds is not written to; a baseline or a cache would speak of texts that are no more. */
function readFix(options: Arguments['options'], stdin: boolean): LintOptions['fix'] {
  const [name, second] = ['fix', 'fix-dry-run'].filter((each) => options.has(each));
  if (name === undefined) return null;
  const others = ['staged', 'diff', 'since', 'update-baseline', 'cache'];
  const other = second ?? others.find((each) => options.has(each));
  if (other !== undefined) throw new UserError(`--${name} and --${other} do not go together: leave out one`);
  if (name === 'fix' && stdin)
    throw new UserError('--fix has no file to write to with --stdin: --fix-dry-run --format json gives the text');
  return name === 'fix' ? 'write' : 'dry run';
}

function readShard(value: string | null): Shard {
  const [, index = '', count = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(value ?? '1/1') ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (index === '' || shard.index < 1 || shard.index > shard.count)
    throw new UserError(`--shard ${value}: must be <i>/<n>, such as 2/4, with i from 1 to n`);
  return shard;
}

function readWanted(options: Arguments['options']): readonly Wanted[] {
  const given = ['staged', 'diff', 'since', 'stdin', 'cache'].filter((name) => options.has(name));
  if (!given.some((name) => name !== 'stdin' && name !== 'cache')) return [];
  if (given.length > 1) throw new UserError(`--${given.join(' and --')} do not go together: give one of them`);
  if (options.has('staged')) return [{ kind: 'staged' }];
  const commit = options.get('since')?.at(-1);
  if (commit !== undefined) return [{ kind: 'since', commit }];
  return (options.get('diff') ?? []).map((range) => ({ kind: 'diff', range }));
}

const concurrency = (value: string | null) =>
  value === null || value === 'auto' ? 'auto' : wholeNumber('--concurrency', value, 1);

/** Reads a number that an option was given; what is none is a `UserError`. */
export function wholeNumber(option: string, value: string | null, least: number): number {
  const number = value !== null && /^\d{1,9}$/.test(value) ? Number(value) : -1;
  if (number < least) throw new UserError(`${option} ${value}: must be a whole number of at least ${least}`);
  return number;
}

function ruleSetting(value: string): readonly [name: string, severity: Severity] {
  const [name = '', severity = '', ...rest] = value.split(':').map((part) => part.trim());
  const usage = '--rule takes a rule and its severity, such as no-drop-table:warn';
  if (!severity || rest.length > 0) throw new UserError(`--rule ${value}: ${usage}`);
  if (!Object.hasOwn(rules, name))
    throw new UserError(`--rule ${value}: unknown rule ${name}.${hint(name, Object.keys(rules))}`);
  if (severity !== 'off' && severity !== 'warn' && severity !== 'error')
    throw new UserError(`--rule ${value}: severity must be off, warn or error.`);
  return [name, severity];
}
