import { relative, resolve } from 'node:path';
import type { Baseline } from '../baseline/baseline.ts';
import type { Draft } from '../baseline/update.ts';
import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { diskFiles } from '../files/disk.ts';
import { basePaths } from '../files/git/base-paths.ts';
import { writeWhole } from '../files/write.ts';
import type { Process } from '../process.ts';
import type { FileResult } from '../report/reporter.ts';
import { amount } from '../report/tally.ts';
import type { LintOptions } from './lint-options.ts';

/** What the baseline does in one run. */
export interface BaselineRun {
  /** The result as it is to be reported. `isNew`: the base branch does not have the file. */
  apply(result: FileResult, isNew: boolean): FileResult;
  /** Writes the new baseline where that is asked for. */
  end(): void;
}

const defaultFile = 'farout-guard-baseline.json';

/** Where the baseline is, absolute; null when there is none. */
function locate({ baseline, updateBaseline }: LintOptions, config: Config, cwd: string): string | null {
  if (baseline !== null) return resolve(cwd, baseline);
  const file = config.baseline ?? (updateBaseline ? defaultFile : null);
  return file === null ? null : resolve(config.root, file);
}

/** Reads the baseline that holds for a run; null when there is none. */
export async function openBaseline(
  options: LintOptions,
  config: Config,
  process: Process,
): Promise<BaselineRun | null> {
  const cwd = process.cwd();
  const file = locate(options, config, cwd);
  if (file === null) return null;
  const { parseBaseline, setApart } = await import('../baseline/baseline.ts');
  const name = relative(cwd, file);
  const text = diskFiles(cwd).read(file);
  if (text === null && !options.updateBaseline)
    throw new UserError(`${name}: there is no such baseline. farout-guard lint --update-baseline writes one.`);
  const before = text === null ? null : parseBaseline(text, name);
  if (!options.updateBaseline) {
    let stale = 0;
    return {
      apply(result, isNew) {
        const apart = setApart(result, before ?? new Map(), isNew);
        if (apart.kind === 'linted') stale += (before?.get(apart.path)?.length ?? 0) - (apart.baselined?.length ?? 0);
        return apart;
      },
      end: () => noteStale(stale, name, process),
    };
  }
  const draft = await draftFor(before, options, config, process);
  // A finding of level 3 that may not enter must still block, so each result waits for its own entries.
  return {
    apply(result) {
      const entries = draft.add(result);
      return setApart(result, new Map([[result.path, entries]]));
    },
    end() {
      write(file, name, draft, process);
      if (config.baseline === null) noteUnused(name, process);
    },
  };
}

async function draftFor(
  before: Baseline | null,
  { patterns }: LintOptions,
  config: Config,
  process: Process,
): Promise<Draft> {
  const { startDraft } = await import('../baseline/update.ts');
  const { root, baseBranch } = config;
  const onBase = await basePaths({ cwd: process.cwd(), env: process.env, root, baseBranch });
  const files = diskFiles(root);
  return startDraft({
    before,
    isComplete: patterns.length === 0,
    exists: (path) => files.read(path) !== null,
    isNewOnBranch: onBase && ((path) => !onBase.has(path)),
  });
}

function noteUnused(name: string, { stderr }: Process): void {
  stderr.write(`farout-guard: put "baseline": ${JSON.stringify(name)} into the configuration, so that it counts\n`);
}

function noteStale(stale: number, name: string, { stderr }: Process): void {
  if (stale === 0) return;
  const what = stale === 1 ? '1 finding that no longer occurs' : `${stale} findings that no longer occur`;
  stderr.write(`farout-guard: ${name} holds ${what}: farout-guard lint --update-baseline takes out what is gone\n`);
}

function write(file: string, name: string, draft: Draft, { stderr }: Process): void {
  const { text, entries, refused } = draft.end();
  writeWhole(file, text);
  stderr.write(`farout-guard: ${name} holds ${amount(entries, 'finding')}\n`);
  if (refused > 0)
    stderr.write(
      `farout-guard: ${amount(refused, 'finding')} of level 3 in new files did not enter it: a person must approve each\n`,
    );
}
