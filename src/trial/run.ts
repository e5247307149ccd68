import { setImmediate as turn } from 'node:timers/promises';
import { isScript } from '../config/defaults.ts';
import type { Engine } from '../engine/engine.ts';
import type { Store } from '../engine/store.ts';
import type { Bench } from './bench.ts';
import { bookkeepingOf } from './bookkeeping.ts';
import type { Chain } from './chain.ts';
import { keysOf } from './checkpoint.ts';
import { advanceTo, begun, reach, type Place, type Way } from './reach.ts';
import { rememberedOf, toldKey, type Remembered } from './remembered.ts';
import type { Tried, TrialResult } from './result.ts';
import { extensionsIn } from './stub.ts';
import { subjectOf, undoOf, type Surroundings } from './subject.ts';
import { tryOne } from './try-one.ts';

/** What is tried: migrations of one chain, and how. */
export interface Wanted {
  readonly chain: Chain;
  /** Those to try, of the chain's paths. */
  readonly paths: ReadonlySet<string>;
  /** SQL that makes what the application or its host makes before the first migration. */
  readonly setup: readonly string[];
  /** Names of tables that are left out when schemas are compared. */
  readonly ignore: readonly string[];
  readonly locks: boolean;
  /** Where what was told is kept, so that what is unchanged need not be run again; null to run everything. */
  readonly memory: Store | null;
  /** Starts an engine that has these extensions. */
  open(extensions: readonly string[], hasScripts: boolean): Promise<Engine>;
  /** Called when a migration before those that are tried has run. */
  progress(done: number, of: number): void;
  /** Called with the database after the last migration that was tried and has run, before it is gone. */
  atEnd?(bench: Bench): Promise<void>;
}

/** Tries the migrations of a chain, in its order, each on a database that holds all before it. */
export async function* runTrials(wanted: Wanted, around: Surroundings): AsyncGenerator<TrialResult> {
  const { chain, paths, memory } = wanted;
  const last = chain.paths.findLastIndex((path) => paths.has(path));
  const sources = chain.paths.slice(0, last + 1).map((path) => ({ path, text: around.files.read(path) ?? '' }));
  const isStubbed = (name: string) => Object.hasOwn(around.stubs, name);
  const own = bookkeepingOf(chain.framework).extensions ?? [];
  const named = [...own, ...sources.flatMap(({ text }) => extensionsIn(text))];
  const extensions = [...new Set(named)].filter((name) => !isStubbed(name));
  const engine = await wanted.open(extensions, sources.some(({ path }) => isScript(path)));
  const name = `${engine.name} ${engine.version}`;
  const setup = [...wanted.setup, JSON.stringify(around.stubs)];
  const keys = keysOf({ engine: name, extensions, setup, framework: chain.framework }, sources);
  const remembered = memory && rememberedOf(chain, name, memory);
  try {
    yield* along({ ...wanted, engine, name, sources, keys, around, remembered, skipped: new Set() });
    remembered?.keep();
  } finally {
    await engine.close();
  }
} // prettier-ignore

interface Along extends Wanted, Way {
  /** The engine's name and version. */
  readonly name: string;
  readonly remembered: Remembered | null;
  readonly skipped: Set<string>;
}

async function* along(way: Along): AsyncGenerator<TrialResult> {
  const { sources, paths, keys, name, around, remembered, skipped } = way;
  let at: Place | null = null;
  let broken: string | null = null;
  for (const [index, source] of sources.entries()) {
    if (!paths.has(source.path)) continue;
    const from: Place | null = at;
    const goOn = (): Promise<Bench | string> => (from ? advanceTo(index, from, way) : reach(index, way));
    // Where nothing is remembered, the database is made ready while the migration is read.
    const early: Promise<Bench | string> | null = remembered || broken !== null ? null : begun(goOn());
    if (early) await turn();
    const subject = subjectOf(source, around);
    const chain = keys[index] ?? '';
    const [missing = null] = skipped;
    const key = remembered && broken === null ? toldKey(subject, chain, [way.ignore, way.locks, missing]) : null;
    const told = key === null ? null : (remembered?.find(key) ?? null);
    if (told) {
      yield { kind: 'tried', source, undo: undoOf(subject), live: null, ...told };
      if (!told.hasRun) skipped.add(source.path);
      continue;
    }
    if (broken === null) {
      const reached: Bench | string = await (early ?? goOn());
      if (typeof reached === 'string') broken = reached;
      else at = { bench: reached, index };
    }
    if (!at || broken !== null) {
      yield { kind: 'untestable', path: source.path, reason: broken ?? '' };
      continue;
    }
    const { result, isGone } = await tryOne(subject, at.bench, { locks: way.locks, engine: name, chain, missing, config: around.config });
    yield result;
    if (key !== null && !isGone && result.kind === 'tried') remembered?.add(key, toldOf(result));
    if (result.kind === 'untestable' || !result.hasRun) skipped.add(source.path);
    if (isGone) at = null;
  }
  if (broken !== null || !way.atEnd) return;
  const end = at ? await advanceTo(sources.length, at, way) : await reach(sources.length, way);
  if (typeof end !== 'string') await way.atEnd(end);
} // prettier-ignore

function toldOf({ hasRun, findings, steps, opinions, notes, locks, milliseconds, when, chain, engine }: Tried) {
  return { hasRun, findings, steps, opinions, notes, locks, milliseconds, when, chain, engine };
}
