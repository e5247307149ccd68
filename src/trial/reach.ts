import { isLost } from '../engine/failure.ts';
import type { Engine } from '../engine/engine.ts';
import { read } from '../migration/read.ts';
import type { Files, SourceFile } from '../types.ts';
import { benchAt, type Bench } from './bench.ts';
import { bookkeepingOf } from './bookkeeping.ts';
import type { Chain } from './chain.ts';
import { inWords } from './words.ts';
import { isUnknown, obstacleIn, reachesBeyond, setupHint } from './obstacle.ts';
import type { Stumble } from './perform.ts';
import { extensionsIn } from './stub.ts';
import { subjectOf, upRunner, type Surroundings } from './subject.ts';

/** A chain on its way to the migrations that are tried. */
export interface Way {
  readonly chain: Chain;
  readonly engine: Engine;
  /** The chain up to the last migration that is tried. */
  readonly sources: readonly SourceFile[];
  /** The keys of its states; see `keysOf`. */
  readonly keys: readonly string[];
  /** SQL that makes what the application or its host makes before the first migration. */
  readonly setup: readonly string[];
  /** Names of tables that are left out when schemas are compared. */
  readonly ignore: readonly string[];
  readonly around: Surroundings;
  /** Those that were tried and do not run: the ones after them are tried without them. */
  readonly skipped: ReadonlySet<string>;
  /** Called before a migration ahead of those that are tried is run. */
  progress(done: number, of: number): void;
}

/** Where a bench stands: before the migration of an index. */
export interface Place {
  readonly bench: Bench;
  readonly index: number;
}

/** Chains that are longer than this are worth a checkpoint. */
const worthKeeping = 5;

/** A bench with all before an index, further on from where it stands; in words why there is none. */
export async function advanceTo(to: number, { bench, index }: Place, way: Way): Promise<Bench | string> {
  return (await advanceOver(way.sources.slice(index, to), bench, way)) ?? bench;
}

/** A bench with all before an index; in words why there is none. */
export async function reach(index: number, way: Way): Promise<Bench | string> {
  const { chain, ignore, engine, sources, keys } = way;
  const [from, opened] = (await openKept(index, way)) ?? [0, await engine.open(null)];
  const bench = benchAt(engine, opened, [...bookkeepingOf(chain.framework).tables, ...ignore]);
  const stop = (from === 0 ? await prepare(bench, way) : null) ?? (await advanceOver(sources.slice(from, index), bench, way));
  if (stop !== null) return stop;
  if (index - from >= worthKeeping && wholeUntil(way) >= index) await engine.keep(await bench.database.copy(), keys[index] ?? '');
  return bench;
} // prettier-ignore

/** Makes what is there before the first migration; in words why that is not possible. */
async function prepare({ database }: Bench, way: Way): Promise<string | null> {
  const { chain, setup, engine, around } = way;
  const own = bookkeepingOf(chain.framework);
  // Where it is not to be had, those that need it will say so.
  for (const name of own.extensions ?? []) await database.run(`CREATE EXTENSION IF NOT EXISTS "${name}"`);
  for (const sql of [own.sql, ...setup, ...standIns(way)].filter((text) => text !== '')) {
    const source = { path: 'setup.sql', text: sql };
    const beyond = reachesBeyond(read(source, noFiles, { adapter: 'plain', postgres: around.config.postgres }), engine);
    if (beyond !== null) return `test.setup: ${beyond}`;
    const { failure } = await database.run(sql);
    if (failure) return `test.setup or test.stubExtensions does not run: ${inWords({ piece: null, failure })}`;
  }
  return null;
}

/** Up to which index all migrations have run: what comes after is another state than the chain's. */
function wholeUntil({ sources, skipped }: Way): number {
  const first = sources.findIndex(({ path }) => skipped.has(path));
  return first < 0 ? sources.length : first;
}

/** The longest part of the chain that an earlier run has kept; what cannot be opened is not used. */
async function openKept(index: number, way: Way): Promise<readonly [number, Awaited<ReturnType<Engine['open']>>] | null> {
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
async function advanceOver(sources: readonly SourceFile[], bench: Bench, way: Way): Promise<string | null> {
  const wanted = sources.filter(({ path }) => !way.skipped.has(path));
  const [first] = wanted;
  let next = first ? readUp(first, way) : null;
  for (const [done, source] of wanted.entries()) {
    if (!next) break;
    way.progress(done, wanted.length);
    if (next.stop !== null) return `${source.path}, which comes before it, cannot be run here: ${next.stop}`;
    const running = begun(bench.advance(next.runner));
    // The next one is read while the database is at work.
    const following = wanted[done + 1];
    next = following ? readUp(following, way) : null;
    const stumble = await running;
    if (stumble) return `${source.path}, which comes before it, does not run: ${await whyNot(stumble, bench, source)}${versionRemark(bench, way)}`;
  }
  return null;
} // prettier-ignore

/** What runs a migration up, and why it cannot be run here, or null. */
function readUp(source: SourceFile, { chain, engine, around }: Way) {
  const { runner, obstacle } = upRunner(source, chain.framework, around);
  return { runner, stop: obstacle ?? (engine.isShared ? reachesBeyond(subjectOf(source, around).migration, engine) : null) };
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
function standIns({ sources, around: { stubs } }: Way): readonly string[] {
  const made = new Set(sources.flatMap(({ text }) => extensionsIn(text)));
  return Object.entries(stubs).flatMap(([name, sql]) => (made.has(name) ? [sql] : []));
}

/** A promise that somebody will wait for later, or never where something else fails before. */
export function begun<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

const noFiles: Files = { read: () => null, list: () => [] };

/** What one version refuses another may take. */
function versionRemark({ database }: Bench, { around: { config } }: Way): string {
  return database.version === config.postgres ? '' : ` (this is PostgreSQL ${database.version}; the configuration says ${config.postgres})`;
} // prettier-ignore
