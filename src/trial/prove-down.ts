import { classifierOf } from '../config/classify.ts';
import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import type { ScriptReader } from '../script/read-script.ts';
import type { Files } from '../types.ts';
import { isWeighty, printDifferences } from './catalog/differences.ts';
import { chainOf } from './chain.ts';
import { inWords } from './words.ts';
import type { KeptEngines } from './kept-engines.ts';
import { openEngine } from './open-engine.ts';
import { runTrials } from './run.ts';
import { setupTexts } from './setup.ts';

/** What a run says of a way back. `unproved`: it could not be run, and why. */
export type Proof =
  /** `onRows`: what it leaves otherwise where tables hold rows, in words; empty for nothing. */
  | { readonly kind: 'proved'; readonly engine: string; readonly onRows: string }
  | { readonly kind: 'wrong'; readonly engine: string; readonly words: string }
  | { readonly kind: 'unproved'; readonly reason: string };

/** What a way back is proved with; the files hold it. */
interface Project {
  readonly config: Config;
  /** The engines of those that are proved together. */
  readonly engines: KeptEngines;
  readonly files: Files;
  readonly scripts: ScriptReader | null;
  /** The path of the file that holds it, which need not be on disk as it is here. */
  readonly edited: string;
  /** The folders with programs, as the system has them. */
  readonly programs: string;
}

/** Runs a migration up and down, after all before it, and compares what is there with what was there before. */
export async function proveDown(path: string, framework: string, { config, engines, files, scripts, edited, programs }: Project): Promise<Proof> {
  const { engine: kind, timeout, setup, ignore, stubExtensions: stubs } = config.test;
  const { root, postgres } = config;
  const wish = { kind, url: null, timeout: timeout * 1000 } as const;
  const wanted = {
    chain: chainOf(path, framework, files, (each) => classifierOf(config)(each) === 'migration'),
    paths: new Set([path]),
    setup: setupTexts(setup, root),
    ignore,
    locks: false,
    memory: null,
    open: engines.opening((extensions, hasScripts) => openEngine(wish, { root, extensions, hasScripts, postgres, path: programs })),
    progress() {},
  };
  try {
    for await (const result of runTrials(wanted, { config, files, scripts, changes: null, stubs, edited })) {
      if (result.kind === 'untestable') return { kind: 'unproved', reason: result.reason };
      const { live, engine } = result;
      if (!live) continue;
      const { report } = live;
      if (report.up) return { kind: 'unproved', reason: `the migration itself does not run: ${inWords(report.up)}` };
      if (report.down?.stumble) return { kind: 'wrong', engine, words: `it does not run: ${inWords(report.down.stumble)}` };
      const left = (report.down?.schema ?? []).filter(isWeighty);
      return left.length > 0
        ? { kind: 'wrong', engine, words: `another schema is left:\n${printDifferences(left)}` }
        : { kind: 'proved', engine, onRows: printDifferences(report.leftOnRows) };
    }
  } catch (error) {
    if (error instanceof UserError) return { kind: 'unproved', reason: error.message };
    throw error;
  }
  return { kind: 'unproved', reason: 'its tool does not run it' };
} // prettier-ignore
