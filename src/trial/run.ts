import { isScript } from '../config/defaults.ts';
import type { Engine } from '../engine/engine.ts';
import { isLost } from '../engine/failure.ts';
import type { Store } from '../engine/store.ts';
import { read } from '../migration/read.ts';
import type { Files, SourceFile } from '../types.ts';
import { benchAt, type Bench } from './bench.ts';
import { bookkeepingOf } from './bookkeeping.ts';
import type { Chain } from './chain.ts';
import { keysOf } from './checkpoint.ts';
import { inWords } from './words.ts';
import { isUnknown, obstacleIn, reachesBeyond, setupHint } from './obstacle.ts';
import type { Stumble } from './perform.ts';
import { rememberedOf, toldKey, type Remembered } from './remembered.ts';
import type { Tried, TrialResult } from './result.ts';
import { extensionsIn } from './stub.ts';
import { subjectOf, undoOf, upRunner, type Surroundings } from './subject.ts';
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

/** Chains that are longer than this are worth a checkpoint. */
const worthKeeping = 5;

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

interface Along extends Wanted {
  readonly engine: Engine;
  /** The engine's name and version. */
  readonly name: string;
  /** The chain up to the last migration that is tried. */
  readonly sources: readonly SourceFile[];
  readonly keys: readonly string[];
  readonly around: Surroundings;
  readonly remembered: Remembered | null;
  /** Those that were tried and do not run: the ones after them are tried without them. */
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

/** A promise that somebody will wait for later, or never where something else fails before. */
function begun<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** Where a bench stands: before the migration of an index. */
interface Place {
  readonly bench: Bench;
  readonly index: number;
}

function toldOf({ hasRun, findings, steps, opinions, notes, locks, milliseconds, when, chain, engine }: Tried) {
  return { hasRun, findings, steps, opinions, notes, locks, milliseconds, when, chain, engine };
}

async function advanceTo(to: number, { bench, index }: Place, way: Along): Promise<Bench | string> {
  return (await advanceOver(way.sources.slice(index, to), bench, way)) ?? bench;
} // prettier-ignore

/** A bench with all before an index; in words why there is none. */
async function reach(index: number, way: Along): Promise<Bench | string> {
  const { chain, setup, ignore, engine, sources, keys } = way;
  const own = bookkeepingOf(chain.framework);
  const [from, opened] = (await openKept(index, way)) ?? [0, await engine.open(null)];
  const bench = benchAt(engine, opened, [...own.tables, ...ignore]);
  // Where it is not to be had, those that need it will say so.
  for (const name of from === 0 ? (own.extensions ?? []) : []) await bench.database.run(`CREATE EXTENSION IF NOT EXISTS "${name}"`);
  if (from === 0)
    for (const sql of [own.sql, ...setup, ...standIns(way)].filter((text) => text !== '')) {
      const beyond = reachesBeyond(read({ path: 'setup.sql', text: sql }, noFiles, { adapter: 'plain', postgres: way.around.config.postgres }), engine);
      if (beyond !== null) return `test.setup: ${beyond}`;
      const { failure } = await bench.database.run(sql);
      if (failure) return `test.setup or test.stubExtensions does not run: ${inWords({ piece: null, failure })}`;
    }
  const stop = await advanceOver(sources.slice(from, index), bench, way);
  if (stop !== null) return stop;
  if (index - from >= worthKeeping && wholeUntil(way) >= index) await engine.keep(await bench.database.copy(), keys[index] ?? '');
  return bench;
} // prettier-ignore

/** Up to which index all migrations have run: what comes after is another state than the chain's. */
function wholeUntil({ sources, skipped }: Along): number {
  const first = sources.findIndex(({ path }) => skipped.has(path));
  return first < 0 ? sources.length : first;
}

/** The longest part of the chain that an earlier run has kept; what cannot be opened is not used. */
async function openKept(index: number, way: Along): Promise<readonly [number, Awaited<ReturnType<Engine['open']>>] | null> {
  const { engine, keys } = way;
  for (let from = Math.min(index, wholeUntil(way)); from > 0; from--)
    try {
      const copy = await engine.find(keys[from] ?? '');
      if (copy) return [from, await engine.open(copy)];
    } catch {
      // Nothing is lost with it but time.
    }
  return null;
} // prettier-ignore

/** Runs migrations up for good; in words why that is not possible. */
async function advanceOver(sources: readonly SourceFile[], bench: Bench, way: Along): Promise<string | null> {
  const { chain, around, skipped } = way;
  for (const [done, source] of sources.entries()) {
    way.progress(done, sources.length);
    if (skipped.has(source.path)) continue;
    const { runner, obstacle } = upRunner(source, chain.framework, around);
    const stop = obstacle ?? (way.engine.isShared ? reachesBeyond(subjectOf(source, around).migration, way.engine) : null);
    if (stop !== null) return `${source.path}, which comes before it, cannot be run here: ${stop}`;
    const stumble = await bench.advance(runner);
    if (stumble) return `${source.path}, which comes before it, does not run: ${await whyNot(stumble, bench, source)}${versionRemark(bench, around)}`;
  }
  return null;
} // prettier-ignore

async function whyNot(stumble: Stumble, bench: Bench, { text }: SourceFile): Promise<string> {
  const { failure } = stumble;
  if (failure.kind !== 'refused') return inWords(stumble);
  const obstacle = await obstacleIn(stumble, bench, text).catch((error: unknown) => {
    if (isLost(error)) return null;
    throw error;
  });
  return obstacle ?? `${inWords(stumble)}${isUnknown.has(failure.code) ? `. ${setupHint}` : ''}`;
}

/** The SQL that stands for the extensions that the chain makes. */
function standIns({ sources, around: { stubs } }: Along): readonly string[] {
  const made = new Set(sources.flatMap(({ text }) => extensionsIn(text)));
  return Object.entries(stubs).flatMap(([name, sql]) => (made.has(name) ? [sql] : []));
}

const noFiles: Files = { read: () => null, list: () => [] };

/** What one version refuses another may take. */
function versionRemark({ database }: Bench, { config }: Surroundings): string {
  return database.version === config.postgres ? '' : ` (this is PostgreSQL ${database.version}; the configuration says ${config.postgres})`;
} // prettier-ignore
