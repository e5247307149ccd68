import { wholeNumber } from '../commands/lint-options.ts';
import type { Arguments } from '../commands/command.ts';
import { readOutputs, type OutputOption } from '../commands/outputs.ts';
import { UserError } from '../errors.ts';
import type { Wanted } from '../files/git/selection.ts';

/** One call of `test`. */
export interface TestOptions {
  readonly patterns: readonly string[];
  readonly config: string | null;
  /** A change that is named; null for files, or for what is new. */
  readonly wanted: Wanted | null;
  readonly chain: boolean;
  readonly engine: 'pglite' | 'postgres' | null;
  readonly url: string | null;
  /** In milliseconds; null for the configuration's. */
  readonly timeout: number | null;
  readonly locks: boolean;
  readonly keep: string | null;
  readonly receipts: boolean;
  readonly outputs: readonly OutputOption[];
  readonly colour: boolean | null;
}

/** Reads the options of one call; what does not fit is a `UserError`. */
export function readTestOptions({ operands, options }: Arguments): TestOptions {
  const last = (name: string) => options.get(name)?.at(-1) ?? null;
  const has = (name: string) => options.has(name);
  const changes = ['staged', 'diff', 'since', 'chain'].filter(has);
  if (changes.length > 1) throw new UserError(`--${changes.join(' and --')} do not go together: give one of them`);
  const [engine, url] = [last('engine'), last('database-url')];
  if (engine !== null && url !== null)
    throw new UserError('--engine and --database-url do not go together: leave out one');
  return {
    patterns: operands,
    config: last('config'),
    wanted: wantedOf(last('diff'), last('since'), has('staged')),
    chain: has('chain'),
    engine: engine === 'pglite' || engine === 'postgres' ? engine : null,
    url,
    timeout: has('timeout') ? wholeNumber('--timeout', last('timeout'), 1) * 1000 : null,
    locks: has('locks'),
    keep: last('keep'),
    receipts: !has('no-receipts'),
    outputs: readOutputs(options.get('format') ?? [], last('output-file')),
    colour: has('no-color') ? false : has('color') ? true : null,
  };
}

function wantedOf(range: string | null, commit: string | null, staged: boolean): Wanted | null {
  if (range !== null) return { kind: 'diff', range };
  if (commit !== null) return { kind: 'since', commit };
  return staged ? { kind: 'staged' } : null;
}
